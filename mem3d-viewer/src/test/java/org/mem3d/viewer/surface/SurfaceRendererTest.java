package org.mem3d.viewer.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.io.mesh.SurfaceMesh;
import org.mem3d.io.mesh.SurfaceNets;

class SurfaceRendererTest {
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
    Arrays.fill(labels, (byte) label);
    Geometry geometry = Geometry.ofAffine(2, 0, 0, -9, 0, 2, 0, y - 9, 0, 0, 2, -9);
    return SurfaceNets.of(new Mask(10, 10, 10, geometry, labels), label, 50).orElseThrow();
  }
}
