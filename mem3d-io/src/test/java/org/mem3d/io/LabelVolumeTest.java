package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

class LabelVolumeTest {
  @TempDir Path folder;

  private LabelVolume labels(VoxelType type, float... values) {
    Path path = folder.resolve("labels.nii.gz");
    Volumes.write(path, Volume.ofFloats(values, 3, 2, values.length / 6, Geometry.UNIT), type);
    return Volumes.readLabels(path);
  }

  @ParameterizedTest
  @EnumSource
  void labelsOfEveryTypeAreCounted(VoxelType type) {
    LabelVolume labels = labels(type, 0, 3, 3, 0, 0, 7, 0, 3, 0, 0, 0, 120);
    assertThat(labels.labels()).containsExactly(3, 7, 120);
    assertThat(labels.count(3)).isEqualTo(3);
    assertThat(labels.count(0)).isEqualTo(7);
    assertThat(labels.count(5)).isZero();
    assertThat(labels.largest()).isEqualTo(120);
    assertThat(labels.label(2, 1, 1)).isEqualTo(120);
    assertThat(labels.areas(3, Axis.X)).containsExactly(0, 2, 1);
    assertThat(labels.areas(3, Axis.Y)).containsExactly(3, 0);
    assertThat(labels.areas(3, Axis.Z)).containsExactly(2, 1);
  }

  @Test
  void labelsAbove255AndFractionsAndNoNumbers() {
    assertThat(labels(VoxelType.UINT16, 0, 300, 65535, 0, 0, 0).labels())
        .containsExactly(300, 65535);
    assertThat(labels(VoxelType.INT32, 0, 70000, 0, 0, 0, 0).label(1, 0, 0)).isEqualTo(70000);
    assertThat(labels(VoxelType.FLOAT32, 0.9f, 2.2f, Float.NaN, 0, 0, 0).labels())
        .containsExactly(1, 2);
    assertThatThrownBy(() -> labels(VoxelType.INT8, 0, 1, 0, 0, 0, -4))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("labels.nii.gz", "-4.0", "voxel 2,1,0");
  }

  @Test
  void slicesAgreeWithVoxelsAndMasks() {
    LabelVolume labels = labels(VoxelType.INT16, 0, 3, 3, 0, 0, 700, 0, 3, 0, 0, 0, 700);
    Mask mask = labels.mask(700, 3);
    for (Axis axis : Axis.values()) {
      for (int i = 0; i < labels.size(axis); i++) {
        assertThat(labels.slice(700, axis, i)).isEqualTo(mask.slice(1, axis, i));
        assertThat(labels.slice(3, axis, i)).isEqualTo(mask.slice(2, axis, i));
        assertThat(labels.areas(3, axis)[i]).isEqualTo(labels.slice(3, axis, i).area());
      }
    }
    assertThatThrownBy(() -> labels.mask(4))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("label 4 does not occur; the labels are 3, 700");
    assertThatThrownBy(() -> labels.slice(3, Axis.Z, 2)).isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> labels.label(3, 0, 0)).isInstanceOf(VolumeException.class);
  }

  @Test
  void aLabelChosenTwiceIsRefused() {
    LabelVolume labels = labels(VoxelType.INT16, 0, 3, 3, 5, 0, 7);
    assertThatThrownBy(() -> labels.mask(5, 3, 5, 7))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("label 5", "[5, 3, 5, 7]");
  }

  @Test
  void areWrittenInTheSmallestType() {
    Path path = folder.resolve("again.nii");
    LabelVolume labels = labels(VoxelType.FLOAT32, 0, 3, 3, 0, 0, 700, 0, 3, 0, 0, 0, 700);
    Volumes.write(path, labels);
    assertThat(NiftiHeader.read(path).type()).isEqualTo(VoxelType.UINT16);
    assertThat(TestVolumes.read(Volumes.open(path)))
        .containsExactly(TestVolumes.read(labels.asVolume()));
  }

  @Test
  void largeLabelsAreExact() throws IOException {
    int[] values = {16777216, 16777217, Integer.MAX_VALUE, 0, 5, 16777217};
    for (VoxelType type :
        List.of(VoxelType.INT32, VoxelType.UINT32, VoxelType.INT64, VoxelType.UINT64)) {
      NiftiFields fields = TestVolumes.fields(1, type);
      fields.dim[1] = 3;
      fields.dim[2] = 2;
      fields.dim[3] = 1;
      byte[] header = fields.toBytes(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer file =
          ByteBuffer.allocate(header.length + 6 * type.bytes())
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(header);
      for (int value : values) {
        type.put(file, value);
      }
      Path path = Files.write(folder.resolve("large.nii"), file.array());
      LabelVolume labels = Volumes.readLabels(path);
      assertThat(labels.labels()).containsExactly(5, 16777216, 16777217, Integer.MAX_VALUE);
      Path copy = folder.resolve("copy.nii.gz");
      Volumes.write(copy, labels);
      assertThat(NiftiHeader.read(copy).type()).isEqualTo(VoxelType.INT32);
      int[] slice = new int[6];
      Volumes.readLabels(copy).readSlice(Axis.Z, 0, slice);
      assertThat(slice).containsExactly(values);
    }
  }

  @Test
  void areReadInTheOrderAndAtThePlaceOfAnImage() {
    Path path = folder.resolve("turned.nii.gz");
    Geometry turned = Geometry.ofAffine(-2, 0, 0, 4, 0, 1, 0, 0, 0, 0, 1, 0);
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    Volumes.write(path, Volume.ofBytes(bytes, 3, 2, 1, turned), VoxelType.UINT8);
    Grid image = new Grid(3, 2, 1, Geometry.ofSpacing(2, 1, 1));
    int[] slice = new int[6];
    LabelVolume placed = Volumes.readLabels(path, image, GridCheck.PLACE);
    placed.readSlice(Axis.Z, 0, slice);
    assertThat(slice).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(placed.geometry()).isEqualTo(image.geometry());
    assertThat(placed.count(3)).isEqualTo(1);
    Volumes.readLabels(path, image, GridCheck.SIZES).readSlice(Axis.Z, 0, slice);
    assertThat(slice).containsExactly(1, 2, 3, 4, 5, 6);
    float[] values = new float[6];
    Volumes.open(path, image, GridCheck.PLACE).readSlice(Axis.Z, 0, values);
    assertThat(values).containsExactly(3, 2, 1, 6, 5, 4);
    Grid elsewhere = new Grid(3, 2, 1, Geometry.ofAffine(2, 0, 0, 200, 0, 1, 0, 0, 0, 0, 1, 0));
    assertThatThrownBy(() -> Volumes.readLabels(path, elsewhere, GridCheck.PLACE))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("turned.nii.gz", "200 mm apart", "(4, 0, 0)", "(200, 0, 0)");
    assertThatThrownBy(() -> Volumes.open(path, elsewhere, GridCheck.PLACE))
        .hasMessageContainingAll("turned.nii.gz", "200 mm apart");
  }
}
