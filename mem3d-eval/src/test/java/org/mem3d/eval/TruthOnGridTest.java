package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** Labels of a case are its image's, voxel for voxel and number for number. */
class TruthOnGridTest {
  @TempDir private Path directory;

  private Dataset.Case labelled(byte[] labels, Geometry geometry) {
    Path folder = directory.resolve("set/case");
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("image.nii.gz"), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path label = folder.resolve("label.nii.gz");
    Volumes.write(label, Volume.ofBytes(labels, 3, 2, 2, geometry), VoxelType.UINT8);
    return Dataset.in(directory).cases().get(0);
  }

  @Test
  void labelsStoredTheOtherWayRoundAreTurned() {
    byte[] labels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Geometry turned = Geometry.ofAffine(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -2, 2);
    Dataset.Case from = labelled(labels, turned);
    Grid image = new Grid(3, 2, 2, Geometry.ofSpacing(1, 1, 2));
    List<Truth> truths = Truth.all(from.readLabels(image), Axis.Z);
    assertThat(truths).hasSize(12);
    assertThat(truths.get(0).largestSlice()).isEqualTo(1);
    assertThat(truths.get(11).largestSlice()).isZero();
    Grid elsewhere = new Grid(3, 2, 2, Geometry.UNIT);
    assertThatThrownBy(() -> from.readLabels(elsewhere))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("label.nii.gz");
    Dataset.Case any = Dataset.in(directory).comparing(GridCheck.SIZES).cases().get(0);
    assertThat(Truth.all(any.readLabels(elsewhere), Axis.Z).get(0).largestSlice()).isZero();
  }

  @Test
  void largeLabelsAreToldApart() throws IOException {
    Path file = directory.resolve("large.nii");
    Volumes.write(file, Volume.ofFloats(new float[12], 3, 2, 2, Geometry.UNIT), VoxelType.INT32);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int[] labels = {16777216, 16777217, Integer.MAX_VALUE, Integer.MAX_VALUE - 1};
    for (int i = 0; i < labels.length; i++) {
      bytes.putInt(352 + 4 * i, labels[i]);
    }
    Files.write(file, bytes.array());
    assertThat(Truth.all(Volumes.readLabels(file), Axis.Z))
        .extracting(Truth::label)
        .containsExactly(16777216, 16777217, Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
    assertThat(LabelChoice.parse("2147483647")).isNotNull();
    assertThatThrownBy(() -> LabelChoice.parse("2147483648"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
