package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.cli.Report.Line;

/** Drawings of curves. */
class CurveSvgTest {
  private static CurveSvg curve(Double... values) {
    List<String> places =
        java.util.stream.IntStream.range(0, values.length)
            .mapToObj(i -> "round " + (i + 1))
            .toList();
    return new CurveSvg(places, List.of(new Line("mem3d", List.of(values), Line.alike(0))));
  }

  @Test
  void axisBeginsAtTheQuarterBelowTheSmallestNumber() {
    assertThat(curve(0.63, Double.NaN, 0.94).least()).isEqualTo(0.5);
    assertThat(curve(0.0, 1.0).least()).isZero();
    assertThat(curve(1.0, 1.0).least()).isEqualTo(0.75);
    assertThat(curve(Double.NaN).least()).isZero();
    assertThat(curve(0.63, 0.94).draw()).contains(">0.50<", ">1.00<").doesNotContain(">0.00<");
  }

  @Test
  void gapsPartALineAndTheLastNameEndsAtTheEdge() {
    String svg = curve(0.5, Double.NaN, 1.0).draw();
    assertThat(svg.split("<polyline", -1)).hasSize(3);
    assertThat(svg)
        .contains("points=\"34.0,156.0\"", "points=\"624.0,10.0\"")
        .contains("text-anchor=\"end\">round 3<");
  }
}
