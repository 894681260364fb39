package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;

class SurfaceDistancesTest {
  private static final Geometry SPACING = Geometry.ofSpacing(1, 2, 5);

  /** Two single voxels, one apart in each direction of spacing 1, 2 and 5. */
  @Test
  void distancesAreInMillimetresAlongEveryDirection() {
    List<SliceMask> a = voxels(4, 3, 3, 0);
    List<SliceMask> b = voxels(4, 3, 3, 1 + 4 + 12);
    SurfaceDistances distances = SurfaceDistances.between(a, b, Axis.Z, SPACING);
    assertThat(distances.hausdorff(95)).isCloseTo(Math.sqrt(1 + 4 + 25), within(1e-12));
    assertThat(distances.dice(5.4)).isZero();
    assertThat(distances.dice(5.5)).isEqualTo(1);
    // Along x a slice's u is y and its v is z.
    assertThat(
            SurfaceDistances.between(voxels(4, 3, 3, 0), voxels(4, 3, 3, 4), Axis.X, SPACING)
                .hausdorff(95))
        .isEqualTo(5);
  }

  /**
   * A row of 5 voxels, 1 mm apart, against its first 2: from the row 0, 0, 1, 2, 3 mm, from its
   * part 0, 0. Within 1 mm lie 3 of 5 and 2 of 2. The 95th percentile of the five, between the 4th
   * and the 5th of them at rank 3.8, is 2.8 mm.
   */
  @Test
  void aRowAgainstItsBeginning() {
    List<SliceMask> row = voxels(5, 1, 1, 0, 1, 2, 3, 4);
    List<SliceMask> part = voxels(5, 1, 1, 0, 1);
    SurfaceDistances distances = SurfaceDistances.between(row, part, Axis.Z, SPACING);
    assertThat(distances.dice(1)).isEqualTo(5.0 / 7);
    assertThat(distances.hausdorff(95)).isCloseTo(2.8, within(1e-12));
    assertThat(distances.hausdorff(100)).isEqualTo(3);
    assertThat(distances.hausdorff(50)).isEqualTo(1);
  }

  /** A block of 3x3x3 without and with its inner voxel: the inside is no surface. */
  @Test
  void onlyTheSurfaceCounts() {
    List<SliceMask> block = voxels(3, 3, 3, IntStream.range(0, 27).toArray());
    List<SliceMask> hollow = voxels(3, 3, 3, IntStream.range(0, 27).filter(i -> i != 13).toArray());
    SurfaceDistances distances = SurfaceDistances.between(block, hollow, Axis.Z, Geometry.UNIT);
    assertThat(distances.dice(0)).isEqualTo(1);
    assertThat(distances.hausdorff(100)).isZero();
  }

  @Test
  void emptyMasksAreEqualToEachOtherAndFarFromAllElse() {
    List<SliceMask> none = voxels(4, 3, 2);
    List<SliceMask> one = voxels(4, 3, 2, 5);
    SurfaceDistances both = SurfaceDistances.between(none, none, Axis.Z, SPACING);
    assertThat(both.dice(2)).isEqualTo(1);
    assertThat(both.hausdorff(95)).isZero();
    for (SurfaceDistances single :
        List.of(
            SurfaceDistances.between(none, one, Axis.Z, SPACING),
            SurfaceDistances.between(one, none, Axis.Z, SPACING))) {
      assertThat(single.dice(2)).isZero();
      assertThat(single.hausdorff(95))
          .as("the diagonal of 4 x 6 x 10 mm")
          .isCloseTo(Math.sqrt(16 + 36 + 100), within(1e-12));
    }
  }

  @Test
  void masksOfDifferentSizesAreRefused() {
    assertThatThrownBy(
            () -> SurfaceDistances.between(voxels(4, 3, 2), voxels(4, 2, 2), Axis.Z, Geometry.UNIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x3")
        .hasMessageContaining("4x2");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithTheSearchOverAllPairs(long seed) {
    Random random = new Random(seed);
    List<SliceMask> a = blob(random);
    List<SliceMask> b = blob(random);
    SurfaceDistances distances = SurfaceDistances.between(a, b, Axis.Z, SPACING);
    List<int[]> surfaceA = surface(a);
    List<int[]> surfaceB = surface(b);
    double[] fromA = nearest(surfaceA, surfaceB);
    double[] fromB = nearest(surfaceB, surfaceA);
    long near =
        IntStream.concat(
                IntStream.range(0, fromA.length).filter(i -> fromA[i] <= 2),
                IntStream.range(0, fromB.length).filter(i -> fromB[i] <= 2))
            .count();
    assertThat(distances.dice(2)).isEqualTo((double) near / (fromA.length + fromB.length));
    assertThat(distances.hausdorff(100))
        .isCloseTo(Math.max(fromA[fromA.length - 1], fromB[fromB.length - 1]), within(1e-9));
  }

  /** The same two masks through scipy's distance transform and numpy's percentile. */
  @Test
  void agreesWithScipy(@TempDir Path directory) throws Exception {
    assumeThat(runs("python3", "-c", "import scipy, numpy"))
        .as("python3 with scipy is not installed")
        .isTrue();
    Random random = new Random(7);
    List<SliceMask> a = blob(random);
    List<SliceMask> b = blob(random);
    Path script = directory.resolve("surfaces.py");
    Files.writeString(
        script,
        """
        import sys, numpy as np
        from scipy import ndimage
        a, b = (np.array([int(c) for c in text]).reshape(8, 10, 12) > 0 for text in sys.argv[1:3])
        surface = lambda m: m & ~ndimage.binary_erosion(m)
        sa, sb = surface(a), surface(b)
        distance = lambda s: ndimage.distance_transform_edt(~s, sampling=(5, 2, 1))
        ab, ba = distance(sb)[sa], distance(sa)[sb]
        print(((ab <= 2).sum() + (ba <= 2).sum()) / (ab.size + ba.size))
        print(max(np.percentile(ab, 95), np.percentile(ba, 95)))
        """);
    Process python =
        new ProcessBuilder("python3", script.toString(), digits(a), digits(b))
            .redirectErrorStream(true)
            .start();
    String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(answer).isZero();
    String[] numbers = answer.strip().split("\\s+");
    SurfaceDistances distances = SurfaceDistances.between(a, b, Axis.Z, SPACING);
    assertThat(distances.dice(2)).isCloseTo(Double.parseDouble(numbers[0]), within(1e-12));
    assertThat(distances.hausdorff(95)).isCloseTo(Double.parseDouble(numbers[1]), within(1e-9));
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private static String digits(List<SliceMask> masks) {
    StringBuilder digits = new StringBuilder();
    for (SliceMask mask : masks) {
      for (int i = 0; i < mask.width() * mask.height(); i++) {
        digits.append(mask.contains(i) ? '1' : '0');
      }
    }
    return digits.toString();
  }

  /** An ellipsoid somewhere in 12x10x8 voxels, with a ragged edge. */
  private static List<SliceMask> blob(Random random) {
    double[] centre = {4 + 4 * random.nextDouble(), 3 + 4 * random.nextDouble(), 3};
    List<SliceMask> masks = new ArrayList<>();
    for (int z = 0; z < 8; z++) {
      double dz = (z - centre[2]) / 3;
      masks.add(
          SliceMask.of(
              12,
              10,
              i -> {
                double du = (i % 12 - centre[0]) / 4;
                double dv = (Math.floorDiv(i, 12) - centre[1]) / 3;
                return du * du + dv * dv + dz * dz <= 0.7 + 0.4 * random.nextDouble();
              }));
    }
    return masks;
  }

  private static List<int[]> surface(List<SliceMask> mask) {
    List<int[]> surface = new ArrayList<>();
    for (int z = 0; z < mask.size(); z++) {
      for (int v = 0; v < 10; v++) {
        for (int u = 0; u < 12; u++) {
          int inside = 0;
          for (int[] step :
              new int[][] {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}}) {
            int next = z + step[2];
            inside +=
                next >= 0 && next < mask.size() && mask.get(next).contains(u + step[0], v + step[1])
                    ? 1
                    : 0;
          }
          if (mask.get(z).contains(u, v) && inside < 6) {
            surface.add(new int[] {u, v, z});
          }
        }
      }
    }
    return surface;
  }

  private static double[] nearest(List<int[]> from, List<int[]> to) {
    return from.stream()
        .mapToDouble(
            p ->
                to.stream()
                    .mapToDouble(
                        q ->
                            Math.hypot(
                                Math.hypot(p[0] - q[0], 2 * (p[1] - q[1])), 5 * (p[2] - q[2])))
                    .min()
                    .orElseThrow())
        .sorted()
        .toArray();
  }

  private static List<SliceMask> voxels(int width, int height, int depth, int... inside) {
    List<SliceMask> masks = new ArrayList<>();
    for (int z = 0; z < depth; z++) {
      int first = z * width * height;
      masks.add(
          SliceMask.of(
              width, height, i -> IntStream.of(inside).anyMatch(voxel -> voxel == first + i)));
    }
    return masks;
  }
}
