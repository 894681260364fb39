package org.mem3d.viewer.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  @ParameterizedTest
  @ValueSource(doubles = {1, -1})
  void aBallHasAClosedSurfaceThatFacesOutwards(double mirror) {
    Geometry geometry = Geometry.ofAffine(mirror, 0, 0, 5, 0, 1, 0, -3, 0, 0, 2, 7);
    SurfaceMesh mesh = SurfaceNets.of(ball(geometry), 2, 100).orElseThrow();
    assertThat(volume(mesh)).isCloseTo(4 / 3.0 * Math.PI * Math.pow(RADIUS, 3), within(400.0));
    // Each edge belongs to two triangles, which go through it in opposite directions.
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < mesh.triangles().length; i += 3) {
      for (int e = 0; e < 3; e++) {
        long from = mesh.triangles()[i + e];
        long to = mesh.triangles()[i + (e + 1) % 3];
        edges.merge(from << 32 | to, 1, Integer::sum);
      }
    }
    assertThat(edges.values()).containsOnly(1);
    edges.keySet().forEach(edge -> assertThat(edges).containsKey(edge << 32 | edge >>> 32));
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

  @Test
  void theNearerOfTwoBodiesIsSeen() {
    SurfaceMesh back = box(1, 0);
    SurfaceMesh front = box(2, 20);
    View view = new View(0, 0, 1);
    BufferedImage seen =
        new SurfaceRenderer(100, 100)
            .draw(List.of(front, back), view, label -> label == 2 ? 0x00ff00 : 0xff0000, 0);
    int middle = seen.getRGB(50, 50) & 0xffffff;
    assertThat(middle & 0x00ff00).isPositive();
    assertThat(middle & 0xff0000).isZero();
    assertThat(seen.getRGB(1, 1) & 0xffffff).isZero();
  }

  /** A box of 20 mm whose middle lies at a place along the direction to the front. */
  private static SurfaceMesh box(int label, int y) {
    byte[] labels = new byte[1000];
    java.util.Arrays.fill(labels, (byte) label);
    Geometry geometry = Geometry.ofAffine(2, 0, 0, -9, 0, 2, 0, y - 9, 0, 0, 2, -9);
    return SurfaceNets.of(new Mask(10, 10, 10, geometry, labels), label, 50).orElseThrow();
  }
}
