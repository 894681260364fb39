package org.mem3d.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A drawing of lines of numbers from 0 to 1, as SVG. The axis begins at the last quarter below the
 * smallest number, so that lines which differ little near 1 can be told apart. Immutable.
 *
 * @param places names of the places along the curve, of which about eight are written
 */
record CurveSvg(List<String> places, List<Report.Line> lines) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 180;
  private static final int LEFT = 34;
  private static final int RIGHT = 16;
  private static final int TICKS = 4;
  private static final double STEP = 0.25;

  CurveSvg {
    places = List.copyOf(places);
    lines = List.copyOf(lines);
  }

  /** Returns the drawing. */
  String draw() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n",
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    double least = least();
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = least + (1 - least) * tick / TICKS;
      double y = y(value, least);
      svg.append(
          format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"4\" y=\"%.1f\">%.2f</text>\n",
              LEFT, WIDTH - RIGHT, y, y, y + 4, value));
    }
    int last = places.size() - 1;
    for (int place = 0; place <= last; place += Math.max(1, (places.size() + 7) / 8)) {
      // The last name ends at the edge, beyond which it would not be seen.
      String anchor = place == last && last > 0 ? "end" : "middle";
      double x = place == last && last > 0 ? WIDTH - 2.0 : x(place);
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
              x, HEIGHT - 4, anchor, Report.escape(places.get(place))));
    }
    lines.forEach(line -> draw(line, least, svg));
    return svg.append("</svg>").toString();
  }

  /** Returns where the axis begins. */
  double least() {
    double smallest =
        lines.stream()
            .flatMap(line -> line.values().stream())
            .filter(Double::isFinite)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(0);
    return Math.max(0, Math.min(1 - STEP, Math.floor(smallest / STEP) * STEP));
  }

  private void draw(Report.Line line, double least, StringBuilder svg) {
    if (line.style().equals("annotated")) {
      for (int i = 0; i < places.size(); i++) {
        double value = line.values().get(i);
        if (Double.isFinite(value)) {
          svg.append(
              format(
                  "<circle class=\"annotated\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n",
                  x(i), y(value, least)));
        }
      }
      return;
    }
    for (List<String> run : runs(line.values(), least)) {
      svg.append("<polyline class=\"").append(line.style()).append("\" points=\"");
      svg.append(String.join(" ", run)).append("\"/>\n");
    }
  }

  private List<List<String>> runs(List<Double> values, double least) {
    List<List<String>> runs = new ArrayList<>();
    boolean open = false;
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        open = false;
        continue;
      }
      if (!open) {
        runs.add(new ArrayList<>());
        open = true;
      }
      runs.get(runs.size() - 1).add(format("%.1f,%.1f", x(i), y(values.get(i), least)));
    }
    return runs;
  }

  private double x(int place) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (double) place / Math.max(1, places.size() - 1);
  }

  private static double y(double value, double least) {
    return 10 + (HEIGHT - 34.0) * (1 - value) / (1 - least);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
