package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;

/** The same object, with intensities that are no part of the image, or another unit of them. */
@Tag("slow") // a session for each disturbance
@ExtendWith(SharedEngine.class)
class DisturbedIntensitiesTest {
  private static final int SIZE_X = 48;
  private static final int SIZE_Y = 44;
  private static final int SIZE_Z = 20;

  /** An ellipsoid of 120 on 20, with noise of 6. */
  private static final class Ball {
    final float[] voxels = new float[SIZE_X * SIZE_Y * SIZE_Z];
    final boolean[] truth = new boolean[voxels.length];

    Ball(double... centreAndRadii) {
      SplittableRandom random = new SplittableRandom(1);
      double[] b = centreAndRadii;
      for (int i = 0; i < voxels.length; i++) {
        double x = (x(i) - b[0]) / b[3];
        double y = (y(i) - b[1]) / b[4];
        double z = (z(i) - b[2]) / b[5];
        truth[i] = x * x + y * y + z * z <= 1;
        voxels[i] = (float) ((truth[i] ? 120 : 20) + 6 * random.nextGaussian());
      }
    }

    /** In the middle of the volume. */
    static Ball inside() {
      return new Ball(23.5, 21.5, 9.5, 11, 10, 6);
    }

    static int x(int i) {
      return i % SIZE_X;
    }

    static int y(int i) {
      return Math.floorDiv(i, SIZE_X) % SIZE_Y;
    }

    static int z(int i) {
      return Math.floorDiv(i, SIZE_X * SIZE_Y);
    }

    /** Replaces what lies outside a cylinder of a radius. */
    Ball padded(double radius, float value) {
      for (int i = 0; i < voxels.length; i++) {
        if (Math.hypot(x(i) - 23.5, y(i) - 21.5) > radius) {
          voxels[i] = value;
        }
      }
      return this;
    }

    double dice(Mask mask) {
      byte[] labels = mask.toByteArray();
      int both = 0;
      int sum = 0;
      for (int i = 0; i < labels.length; i++) {
        both += truth[i] && labels[i] == 1 ? 1 : 0;
        sum += (truth[i] ? 1 : 0) + (labels[i] == 1 ? 1 : 0);
      }
      return 2.0 * both / sum;
    }

    Mask segmented(SegmentationEngine engine, double... extremes) {
      Volume volume =
          Volume.ofFloats(voxels, SIZE_X, SIZE_Y, SIZE_Z, Geometry.ofSpacing(0.9, 0.8, 3));
      try (SegmentationSession session = engine.newSession(volume)) {
        int object = session.addObject("ball");
        session.interact(Interaction.extremePoints(object, Axis.Z, 10, extremes));
        session.propagate();
        return session.mask();
      }
    }

    double dice(SegmentationEngine engine) {
      return dice(segmented(engine, 13, 21, 34, 21, 23, 12, 23, 31));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-2000, -3024, -32768, Float.NaN, 20})
  void paddingOutsideAFieldOfView(float value, SegmentationEngine engine) {
    assertThat(Ball.inside().padded(21, value).dice(engine)).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @ValueSource(floats = {4095, 65535})
  void saturatedRims(float value, SegmentationEngine engine) {
    assertThat(Ball.inside().padded(22.5, value).dice(engine)).isGreaterThan(0.98);
  }

  @ParameterizedTest
  @ValueSource(floats = {3000, 30000, 1e30f})
  void hotVoxelsInTheObject(float value, SegmentationEngine engine) {
    Ball ball = Ball.inside();
    for (int i = 0; i < ball.voxels.length; i++) {
      boolean hot = Ball.x(i) >= 22 && Ball.x(i) < 26 && Ball.y(i) >= 20 && Ball.y(i) < 24;
      if (hot && Ball.z(i) == 10) {
        ball.voxels[i] = value;
      }
    }
    assertThat(ball.dice(engine)).isGreaterThan(0.98);
  }

  @Test
  void anObjectCutOutOfItsSurroundings(SegmentationEngine engine) {
    for (float value : new float[] {0, Float.NaN, -1000}) {
      Ball ball = new Ball(23.5, 21.5, 9.5, 18, 17, 9.6);
      for (int i = 0; i < ball.voxels.length; i++) {
        ball.voxels[i] = ball.truth[i] ? ball.voxels[i] : value;
      }
      Mask mask = ball.segmented(engine, 6, 21, 41, 21, 23, 5, 23, 38);
      assertThat(ball.dice(mask)).as("in " + value).isGreaterThan(0.97);
    }
  }

  @Test
  void offsetsAndFactorsChangeNothing(SegmentationEngine engine) {
    double[] border = {0, 22, 20, 22, 0, 8, 0, 36};
    Ball ball = new Ball(0, 22, 10, 20, 14, 8);
    Mask expected = ball.segmented(engine, border);
    assertThat(ball.dice(expected)).isGreaterThan(0.98);
    float[] plain = ball.voxels.clone();
    for (float[] change : new float[][] {{1, 30000}, {1, -1000}, {0.01f, 0}, {300, -7}}) {
      for (int i = 0; i < plain.length; i++) {
        ball.voxels[i] = change[0] * plain[i] + change[1];
      }
      Mask mask = ball.segmented(engine, border);
      byte[] labels = mask.toByteArray();
      byte[] before = expected.toByteArray();
      int differing = 0;
      for (int i = 0; i < labels.length; i++) {
        differing += labels[i] == before[i] ? 0 : 1;
      }
      assertThat(differing)
          .as("voxels that differ, intensities times " + change[0] + " plus " + change[1])
          .isLessThan(10);
    }
  }
}
