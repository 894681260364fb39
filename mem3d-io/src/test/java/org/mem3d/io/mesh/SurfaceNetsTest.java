package org.mem3d.io.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Geometry;
import org.mem3d.Mask;

class SurfaceNetsTest {
  private static final double RADIUS = 12;

  /** A ball of 12 mm in voxels of 1 x 1 x 2 mm. */
  private static Mask ball(Geometry geometry) {
    int n = 32;
    byte[] labels = new byte[n * n * n];
    for (int i = 0; i < labels.length; i++) {
      double x = i % n - 16;
      double y = i / n % n - 16;
      double z = 2.0 * (i / n / n - 16);
      labels[i] = (byte) (Math.hypot(Math.hypot(x, y), z) <= RADIUS ? 2 : 0);
    }
    return new Mask(n, n, n, geometry, labels);
  }

  /** Returns the volume that triangles enclose, positive if they face outwards. */
  private static double volume(SurfaceMesh mesh) {
    double volume = 0;
    float[] p = mesh.points();
    int[] t = mesh.triangles();
    for (int i = 0; i < t.length; i += 3) {
      int a = 3 * t[i];
      int b = 3 * t[i + 1];
      int c = 3 * t[i + 2];
      volume +=
          p[a] * (p[b + 1] * p[c + 2] - p[b + 2] * p[c + 1])
              - p[a + 1] * (p[b] * p[c + 2] - p[b + 2] * p[c])
              + p[a + 2] * (p[b] * p[c + 1] - p[b + 1] * p[c]);
    }
    return volume / 6;
  }

  /** Each edge belongs to two triangles, which go through it in opposite directions. */
  private static void requireClosed(SurfaceMesh mesh) {
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < mesh.triangles().length; i += 3) {
      for (int e = 0; e < 3; e++) {
        long from = mesh.triangles()[i + e];
        long to = mesh.triangles()[i + (e + 1) % 3];
        edges.merge(from << 32 | to, 1, Integer::sum);
      }
    }
    assertThat(edges.values()).containsOnly(1);
    assertThat(edges.keySet()).allMatch(edge -> edges.containsKey(edge << 32 | edge >>> 32));
  }

  /** Noise has every way in which eight voxels can lie, beside every other. */
  @ParameterizedTest
  @ValueSource(ints = {10, 30, 50, 70, 90})
  void everyMaskHasAClosedSurfaceOfItsVolume(int percent) {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("-Dmem3d.seed=" + seed);
    Random random = new Random(seed);
    int n = 24;
    byte[] labels = new byte[n * n * n];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (random.nextInt(100) < percent ? 1 : 0);
      count += labels[i];
    }
    Mask mask = new Mask(n, n, n, Geometry.ofSpacing(1, 1, 1), labels);
    for (int smoothings : new int[] {0, 10}) {
      SurfaceMesh mesh = SurfaceNets.of(mask, 1, 100, smoothings).orElseThrow();
      requireClosed(mesh);
      assertThat(mesh.pointCount()).isPositive();
      // Single voxels become smaller than they are, and so do single gaps.
      assertThat(volume(mesh)).isBetween(0.0, 0.25 * n * n * n + 0.8 * count);
    }
  }

  @Test
  void twoVoxelsThatTouchAlongAnEdgeAreTwoBodies() {
    byte[] labels = new byte[4 * 4 * 4];
    labels[21] = 1; // 1,1,1
    labels[26] = 1; // 2,2,1
    SurfaceMesh mesh =
        SurfaceNets.of(new Mask(4, 4, 4, Geometry.UNIT, labels), 1, 100, 0).orElseThrow();
    requireClosed(mesh);
    assertThat(mesh.pointCount()).isEqualTo(16);
    assertThat(mesh.triangleCount()).isEqualTo(24);
  }

  @Test
  void withoutSmoothingItLiesBetweenVoxels() {
    byte[] labels = new byte[6 * 6 * 6];
    for (int i = 0; i < labels.length; i++) {
      boolean in = i % 6 > 0 && i % 6 < 5 && i / 6 % 6 > 0 && i / 6 % 6 < 5 && i / 36 < 5;
      labels[i] = (byte) (in ? 3 : 0);
    }
    // It reaches the border at z = 0, and is closed there.
    Mask mask = new Mask(6, 6, 6, Geometry.ofSpacing(1, 1, 2), labels);
    SurfaceMesh mesh = SurfaceNets.of(mask, 3, 100, 0).orElseThrow();
    requireClosed(mesh);
    float lowest = Float.MAX_VALUE;
    for (int i = 2; i < mesh.points().length; i += 3) {
      lowest = Math.min(lowest, mesh.points()[i]);
    }
    assertThat(lowest).isEqualTo(-1);
    // Corners and edges of the box of 4 x 4 x 10 mm are cut a little.
    assertThat(volume(mesh)).isBetween(0.8 * 160, 160.0);
    assertThatThrownBy(() -> SurfaceNets.of(mask, 3, 100, -1)).hasMessageContaining("0 to 1000");
    assertThatThrownBy(() -> SurfaceNets.of(mask, 0, 100)).hasMessageContaining("label");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -1})
  void aBallHasAClosedSurfaceThatFacesOutwards(double mirror) {
    Geometry geometry = Geometry.ofAffine(mirror, 0, 0, 5, 0, 1, 0, -3, 0, 0, 2, 7);
    SurfaceMesh mesh = SurfaceNets.of(ball(geometry), 2, 100).orElseThrow();
    assertThat(volume(mesh)).isCloseTo(4 / 3.0 * Math.PI * Math.pow(RADIUS, 3), within(400.0));
    requireClosed(mesh);
    double[] center = geometry.toWorld(16, 16, 16);
    for (int i = 0; i < mesh.pointCount(); i++) {
      double outwards = 0;
      for (int d = 0; d < 3; d++) {
        outwards += mesh.normals()[3 * i + d] * (mesh.points()[3 * i + d] - center[d]);
      }
      assertThat(outwards).isPositive();
    }
  }

  @Test
  void fewerCellsMakeFewerTrianglesOfTheSameBody() {
    SurfaceMesh fine = SurfaceNets.of(ball(Geometry.ofSpacing(1, 1, 2)), 2, 100).orElseThrow();
    SurfaceMesh coarse = SurfaceNets.of(ball(Geometry.ofSpacing(1, 1, 2)), 2, 12).orElseThrow();
    assertThat(coarse.triangleCount()).isLessThan(fine.triangleCount() / 3);
    assertThat(volume(coarse)).isBetween(0.6 * volume(fine), 1.3 * volume(fine));
  }

  @Test
  void anObjectThatIsNotThereHasNone() {
    assertThat(SurfaceNets.of(ball(Geometry.UNIT), 1, 100)).isEmpty();
  }
}
