package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

class SliceReaderTest {
  private static final Window WINDOW = new Window(0, 0, 128);

  private static float at(float[] pixels, int u, int v) {
    return pixels[v * Window.INPUT_SIDE + u];
  }

  @Test
  void slicesOfEveryAxisAreRead() {
    short[] voxels = new short[4 * 3 * 2];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = (short) (i + 1);
    }
    Volume volume = Volume.ofShorts(voxels, 4, 3, 2, Geometry.UNIT);
    for (Axis axis : Axis.values()) {
      SliceReader reader = new SliceReader(volume, axis);
      assertThat(reader.slices()).isEqualTo(volume.size(axis));
      float background = reader.range().background();
      for (int slice = reader.slices() - 1; slice >= 0; slice--) {
        float[] pixels = reader.sample(slice, WINDOW).seen();
        for (int v = 0; v < reader.sizeV(); v++) {
          for (int u = 0; u < reader.sizeU(); u++) {
            int x = axis == Axis.X ? slice : u;
            int y = axis == Axis.Y ? slice : axis == Axis.X ? u : v;
            int z = axis == Axis.Z ? slice : v;
            assertThat(at(pixels, u, v))
                .isCloseTo(1 + x + 4 * (y + 3 * z) - background, within(1e-5f));
          }
        }
        assertThat(at(pixels, reader.sizeU(), 0)).as("beyond the slice").isNaN();
      }
    }
  }

  @Test
  void valuesThatAreNotFiniteAreNone() {
    float[] voxels = {5, Float.NaN, 7, Float.NEGATIVE_INFINITY, 9, Float.POSITIVE_INFINITY, -4, 8};
    Volume volume = Volume.ofFloats(voxels, 2, 2, 2, Geometry.UNIT);
    SliceReader reader = new SliceReader(volume, Axis.Z);
    float background = reader.range().background();
    assertThat(background).isCloseTo(-4, within(0.5f));
    float[] pixels = reader.sample(0, WINDOW).seen();
    assertThat(new float[] {at(pixels, 0, 0), at(pixels, 1, 0), at(pixels, 0, 1), at(pixels, 1, 1)})
        .containsExactly(5 - background, Float.NaN, 7 - background, Float.NaN);
    assertThat(at(reader.sample(1, WINDOW).seen(), 1, 0)).isNaN();
    float[] slice = new float[4];
    reader.read(1, slice);
    assertThat(slice[1]).as("dark in a whole slice").isZero();
    Volume nothing = Volume.ofFloats(new float[] {Float.NaN}, 1, 1, 1, Geometry.UNIT);
    WindowPixels none = new SliceReader(nothing, Axis.X).sample(0, WINDOW);
    assertThat(none.seen()).containsOnly(Float.NaN);
    assertThat(none.mended()).containsOnly(Float.NaN);
  }

  /** A ramp along u, with padding on the left, a bright rim below, a hot pixel and a hole. */
  @Test
  void gapsWithinTheSliceAreMendedFromBesideThem() {
    int size = 40;
    float[] voxels = new float[size * size];
    float[] ramp = new float[size * size];
    for (int i = 0; i < voxels.length; i++) {
      int u = i % size;
      int v = i / size;
      ramp[i] = 10 * u + v % 2;
      voxels[i] = u < 6 ? -32768 : v >= size - 2 ? 32767 : ramp[i];
    }
    voxels[20 * size + 20] = 32767;
    voxels[10 * size + 30] = Float.NaN;
    SliceReader reader =
        new SliceReader(Volume.ofFloats(voxels, size, size, 1, Geometry.UNIT), Axis.Z);
    float background = reader.range().background();
    WindowPixels pixels = reader.sample(0, WINDOW);
    assertThat(at(pixels.seen(), 2, 5)).isNaN();
    assertThat(at(pixels.seen(), 30, 10)).isNaN();
    assertThat(at(pixels.seen(), 20, 20)).isGreaterThan(400);
    for (int v = 0; v < size; v++) {
      for (int u = 0; u < size; u++) {
        float wanted = u < 6 ? 60 : ramp[v * size + u];
        assertThat(at(pixels.mended(), u, v) + background)
            .as(u + ", " + v)
            .isCloseTo(wanted, within(u < 6 || v >= size - 2 ? 12f : 2f));
      }
    }
    assertThat(at(pixels.mended(), size, 5)).as("beyond the slice").isNaN();
  }

  @Test
  void valuesAtTheEndsOfTheFloatsLeaveRoomForSums() {
    float[] voxels = new float[64 * 64];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] =
          i % 64 < 40 ? -Float.MAX_VALUE : Math.floorDiv(i, 64) < 40 ? 700 : Float.MAX_VALUE;
    }
    SliceReader reader = new SliceReader(Volume.ofFloats(voxels, 64, 64, 1, Geometry.UNIT), Axis.Z);
    for (double side : new double[] {64, 256, 512}) {
      WindowPixels pixels = reader.sample(0, new Window(0, 0, side));
      float[] channels = new float[2 * pixels.seen().length];
      Normalisation.ofSeed(pixels, new float[pixels.seen().length], reader.range())
          .apply(pixels, channels, 0);
      for (float channel : channels) {
        assertThat(channel).as("in a window of " + side).isBetween(-3f, 3f);
      }
    }
    reader.read(0, voxels);
    assertThat(voxels).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
  }
}
