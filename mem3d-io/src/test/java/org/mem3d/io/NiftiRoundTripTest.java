package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;

/** What is written is read back, over types, byte orders, versions and compression. */
class NiftiRoundTripTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyTypeComesBack(VoxelType type) throws Exception {
    Volume volume = TestVolumes.volume(type, 42);
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (int version = 1; version <= 2; version++) {
        for (String end : List.of(".nii", ".nii.gz")) {
          Path path = folder.resolve(type + "-" + order + "-" + version + end);
          NiftiWriter.of(type).withByteOrder(order).withVersion(version).write(path, volume);
          NiftiHeader header = NiftiHeader.read(path);
          assertThat(header.type()).isEqualTo(type);
          assertThat(header.byteOrder()).isEqualTo(order);
          assertThat(header.version()).isEqualTo(version);
          assertThat(Files.readAllBytes(path)[0] == 0x1f).isEqualTo(end.equals(".nii.gz"));
          Volume read = Volumes.open(path);
          assertThat(read.geometry()).isEqualTo(TestVolumes.OBLIQUE);
          assertThat(TestVolumes.read(read)).containsExactly(TestVolumes.read(volume));
        }
      }
    }
  }

  @Test
  void slicesAlongEveryAxisComeBack() {
    Path path = folder.resolve("a.nii.gz");
    Volume volume = TestVolumes.volume(VoxelType.INT16, 1);
    Volumes.write(path, volume, VoxelType.INT16);
    Volume read = Volumes.open(path);
    for (Axis axis : Axis.values()) {
      for (int i = 0; i < volume.size(axis); i++) {
        float[] expected = new float[volume.sliceSize(axis)];
        float[] actual = new float[volume.sliceSize(axis)];
        volume.readSlice(axis, i, expected);
        read.readSlice(axis, i, actual);
        assertThat(actual).containsExactly(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT16", "UINT8", "INT32", "FLOAT32"})
  void scalingComesBack(VoxelType type) {
    float[] values = new float[TestVolumes.X * TestVolumes.Y * TestVolumes.Z];
    for (int i = 0; i < values.length; i++) {
      values[i] = -30 + 0.25f * i;
    }
    Volume volume =
        Volume.ofFloats(values, TestVolumes.X, TestVolumes.Y, TestVolumes.Z, TestVolumes.OBLIQUE);
    Path path = folder.resolve("scaled.nii");
    NiftiWriter.of(type).withScaling(0.25, -30).write(path, volume);
    assertThat(NiftiHeader.read(path).slope()).isEqualTo(0.25);
    assertThat(NiftiHeader.read(path).intercept()).isEqualTo(-30);
    assertThat(TestVolumes.read(Volumes.open(path))).containsExactly(values);
  }

  @Test
  void aMaskComesBackAndAProbabilityToo() {
    byte[] labels = new byte[4 * 3 * 2];
    labels[5] = 1;
    labels[7] = (byte) 200;
    Mask mask = new Mask(4, 3, 2, Geometry.ofSpacing(0.5, 0.5, 3), labels);
    Path path = folder.resolve("mask.nii.gz");
    Volumes.write(path, mask);
    assertThat(NiftiHeader.read(path).type()).isEqualTo(VoxelType.UINT8);
    assertThat(TestVolumes.read(Volumes.open(path))).contains(200, atIndex(7));
    assertThat(Volumes.readLabels(path).mask(1, 200).label(3, 1, 0)).isEqualTo(2);

    Volume probability = TestVolumes.volume(VoxelType.FLOAT32, 9);
    Path second = folder.resolve("probability.nii");
    Volumes.write(second, probability);
    assertThat(TestVolumes.read(Volumes.open(second)))
        .containsExactly(TestVolumes.read(probability));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "hi-IN-u-nu-deva", "de-DE"})
  void theLocaleChangesNoByte(String language) throws Exception {
    Locale before = Locale.getDefault();
    List<byte[]> files = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    try {
      for (Locale locale : List.of(Locale.ROOT, Locale.forLanguageTag(language))) {
        Locale.setDefault(locale);
        Path path = folder.resolve("FILE.NII.GZ");
        Volumes.write(path, TestVolumes.volume(VoxelType.INT16, 3), VoxelType.INT16);
        files.add(Files.readAllBytes(path));
        assertThat(NiftiHeader.read(path).type()).hasToString("int16");
        Files.write(path, TestVolumes.file(TestVolumes.fields(1, VoxelType.INT16), 10));
        messages.add(catchThrowable(() -> Volumes.open(path)).getMessage());
        Path picture = folder.resolve("picture.png");
        new Montage(1)
            .add(
                SliceOverlay.of(TestVolumes.volume(VoxelType.INT16, 3)).render(Axis.Z, 1), "file i")
            .write(picture);
        files.add(Files.readAllBytes(picture));
      }
    } finally {
      Locale.setDefault(before);
    }
    assertThat(files.get(2)).isEqualTo(files.get(0));
    assertThat(files.get(3)).isEqualTo(files.get(1));
    assertThat(messages.get(1)).isEqualTo(messages.get(0)).contains("7x5x3", "562");
  }
}
