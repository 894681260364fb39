package org.mem3d.viewer.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.io.IntensityWindow;

class SliceRendererTest {
  private static final float[] VALUES = {-5, 0, 60, 100, 200, Float.NaN};
  private static final Volume VOLUME = Volume.ofFloats(VALUES, 3, 2, 1, Geometry.UNIT);
  private static final Mask MASK = new Mask(3, 2, 1, Geometry.UNIT, new byte[] {1, 1, 0, 1, 2, 0});

  private static SliceRequest request(MaskStyle style) {
    return new SliceRequest(
        VOLUME, Axis.Z, 0, new IntensityWindow(0, 100), ShownMask.of(MASK), style);
  }

  private static double length(Path2D path) {
    double length = 0;
    double[] from = new double[6];
    double[] to = new double[6];
    for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
      if (it.currentSegment(to) == PathIterator.SEG_LINETO) {
        length += Math.hypot(to[0] - from[0], to[1] - from[1]);
      }
      from = to.clone();
    }
    return length;
  }

  @Test
  void intensitiesAreWindowedAndWhatIsNoNumberIsBlack() {
    RenderedSlice slice = SliceRenderer.render(request(MaskStyle.DEFAULT), null);
    int[] greys = {0, 0, 153, 255, 255, 0};
    for (int i = 0; i < 6; i++) {
      assertThat(slice.image().getRGB(i % 3, i / 3) & 0xff).isEqualTo(greys[i]);
    }
  }

  @Test
  void outlinesGoAroundEachLabel() {
    RenderedSlice slice = SliceRenderer.render(request(MaskStyle.DEFAULT), null);
    // Three pixels in a corner have a border of 8 sides, one pixel of 4.
    assertThat(length(slice.outlines().get(1))).isEqualTo(8);
    assertThat(length(slice.outlines().get(2))).isEqualTo(4);
  }

  @Test
  void hiddenObjectsAreNotDrawnAndColoursAreTheObjects() {
    MaskStyle style = new MaskStyle(0.5, true, Map.of(1, 0x102030), Set.of(2));
    RenderedSlice slice = SliceRenderer.render(request(style), null);
    assertThat(slice.outlines()).containsOnlyKeys(1);
    assertThat(slice.fill()).isNotNull();
    assertThat(slice.fill().getRGB(0, 0)).isEqualTo(0x80102030);
    assertThat(slice.fill().getRGB(1, 1)).isZero();
  }

  @Test
  void whatDidNotChangeIsNotReadAgain() {
    RenderedSlice first = SliceRenderer.render(request(MaskStyle.DEFAULT), null);
    RenderedSlice second = SliceRenderer.render(request(MaskStyle.DEFAULT.withOpacity(0.9)), first);
    assertThat(second.values()).isSameAs(first.values());
    assertThat(second.image()).isSameAs(first.image());
    assertThat(second.fill()).isNotSameAs(first.fill());
  }
}
