package org.mem3d.train;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.mem3d.train.TrainLog.Row;

/** Draws a run's log as {@code curve.png}. Stateless. */
final class CurvePicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;
  private static final int SMOOTHED_OVER = 50;

  private CurvePicture() {}

  static void write(Path file, String title, List<Row> rows) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("hours")
            .yAxisTitle("Dice, error of predicted Dice")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    add(chart, "Dice, in training", rows, Row::dice, SMOOTHED_OVER);
    add(chart, "Dice, volumes apart", rows, Row::judgedDice, 1);
    add(chart, "error of predicted Dice, in training", rows, Row::qualityError, SMOOTHED_OVER);
    add(chart, "error of predicted Dice, volumes apart", rows, Row::judgedQualityError, 1);
    if (!rows.isEmpty()) {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.dispose();
      PngFile.write(file, image);
    }
  }

  private static void add(
      XYChart chart, String name, List<Row> rows, ToDoubleFunction<Row> column, int smoothedOver) {
    List<Double> hours = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    double mean = Double.NaN;
    for (Row row : rows) {
      double value = column.applyAsDouble(row);
      if (!Double.isNaN(value)) {
        int seen = values.size() + 1;
        double share = 1.0 / Math.min(seen, smoothedOver);
        mean = Double.isNaN(mean) ? value : mean + share * (value - mean);
        hours.add(row.seconds() / 3600);
        values.add(mean);
      }
    }
    if (!values.isEmpty()) {
      chart.addSeries(name, hours, values).setMarker(SeriesMarkers.NONE);
    }
  }
}
