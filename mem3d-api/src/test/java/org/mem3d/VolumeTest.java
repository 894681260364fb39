package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VolumeTest {
  private static final int X = 4;
  private static final int Y = 3;
  private static final int Z = 2;

  private static int value(int x, int y, int z) {
    return x + X * (y + Y * z) + 1;
  }

  private static void requireSlices(Volume volume, int offset) {
    for (Axis axis : Axis.values()) {
      float[] slice = new float[volume.sliceSize(axis)];
      for (int index = 0; index < volume.size(axis); index++) {
        volume.readSlice(axis, index, slice);
        int at = 0;
        for (int v = 0; v < volume.size(axis.v()); v++) {
          for (int u = 0; u < volume.size(axis.u()); u++) {
            int x = axis == Axis.X ? index : u;
            int y = axis == Axis.Y ? index : axis == Axis.X ? u : v;
            int z = axis == Axis.Z ? index : v;
            assertThat(slice[at++]).isEqualTo(value(x, y, z) + offset);
          }
        }
      }
    }
  }

  @Test
  void everyTypeIsReadAlongEveryAxis() {
    int[] ints = IntStream.rangeClosed(1, X * Y * Z).toArray();
    byte[] bytes = new byte[ints.length];
    byte[] high = new byte[ints.length];
    short[] shorts = new short[ints.length];
    short[] highShorts = new short[ints.length];
    float[] floats = new float[ints.length];
    for (int i = 0; i < ints.length; i++) {
      bytes[i] = (byte) ints[i];
      high[i] = (byte) (ints[i] + 200);
      shorts[i] = (short) (ints[i] - 1000);
      highShorts[i] = (short) (ints[i] + 60000);
      floats[i] = ints[i];
    }
    requireSlices(Volume.ofBytes(bytes, X, Y, Z, Geometry.UNIT), 0);
    requireSlices(Volume.ofUnsignedBytes(high, X, Y, Z, Geometry.UNIT), 200);
    requireSlices(Volume.ofBytes(high, X, Y, Z, Geometry.UNIT), 200 - 256);
    requireSlices(Volume.ofShorts(shorts, X, Y, Z, Geometry.UNIT), -1000);
    requireSlices(Volume.ofUnsignedShorts(highShorts, X, Y, Z, Geometry.UNIT), 60000);
    requireSlices(Volume.ofInts(ints, X, Y, Z, Geometry.UNIT), 0);
    requireSlices(Volume.ofFloats(floats, X, Y, Z, Geometry.UNIT), 0);
    requireSlices(Volume.ofInts(ints, X, Y, Z, Geometry.UNIT).rescaled(1, -24), -24);
    floats[0] = 99;
    float[] first = new float[X * Y];
    Volume.ofFloats(floats, X, Y, Z, Geometry.UNIT).rescaled(2, 1).readSlice(Axis.Z, 0, first);
    assertThat(first[0]).isEqualTo(199);
  }

  @Test
  void volumesThatCannotBeAreRefused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> Volume.ofFloats(new float[23], X, Y, Z, Geometry.UNIT),
            () -> Volume.ofBytes(new byte[0], 0, 3, 2, Geometry.UNIT),
            () -> Volume.ofInts(new int[24], -4, -3, 2, Geometry.UNIT),
            () -> Volume.ofShorts(new short[0], 65536, 65536, 65536, Geometry.UNIT))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(VolumeException.class)
          .hasMessageMatching("a volume of -?\\d+x-?\\d+x\\d+ voxels .* not of \\d+");
    }
    Volume volume = Volume.ofBytes(new byte[24], X, Y, Z, Geometry.UNIT);
    assertThatThrownBy(() -> volume.readSlice(Axis.Z, 2, new float[12]))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("Z=2", "0..1");
    assertThatThrownBy(() -> volume.readSlice(Axis.X, -1, new float[12]))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("X=-1");
    assertThatThrownBy(() -> volume.readSlice(Axis.Z, 0, new float[11]))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("12 values", "only 11");
    assertThatThrownBy(() -> volume.rescaled(Double.NaN, 0))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void masksAreVolumesOfLabels() {
    byte[] labels = new byte[24];
    labels[value(3, 1, 1) - 1] = (byte) 200;
    labels[value(0, 2, 0) - 1] = 7;
    Mask mask = new Mask(X, Y, Z, Geometry.UNIT, labels);
    assertThat(mask.label(3, 1, 1)).isEqualTo(200);
    assertThat(mask.count(200)).isEqualTo(1);
    assertThat(mask.slice(200, Axis.X, 3).bounds()).containsExactly(1, 1, 1, 1);
    assertThat(mask.slice(7, Axis.Y, 2).bounds()).containsExactly(0, 0, 0, 0);
    assertThat(mask).isEqualTo(new Mask(X, Y, Z, Geometry.UNIT, mask.toByteArray()));
    assertThatThrownBy(() -> mask.label(4, 0, 0))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("4,0,0", "4x3x2");
    assertThatThrownBy(() -> new Mask(2, 2, 2, Geometry.UNIT, new byte[7]))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("2x2x2", "7");
  }
}
