package org.mem3d.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A page of HTML that stands alone: pictures and curves are part of it, nothing is fetched. Belongs
 * to one thread.
 */
final class Report {
  private static final int STYLES = 8;

  /** Its title is within this many bytes of a page. */
  private static final int HEAD = 1 << 12;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  Report(String title) {
    this.title = title;
    body.append("<h1>").append(escape(title)).append("</h1>\n");
  }

  /** Adds a heading. */
  Report heading(String text) {
    body.append("<h2>").append(escape(text)).append("</h2>\n");
    return this;
  }

  /** Adds a paragraph. */
  Report paragraph(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /** Adds a table; the first row is its head. */
  Report table(List<List<String>> rows) {
    body.append("<table>\n");
    for (int i = 0; i < rows.size(); i++) {
      String cell = i == 0 ? "th" : "td";
      body.append("<tr>");
      for (String text : rows.get(i)) {
        body.append('<').append(cell).append('>').append(escape(text));
        body.append("</").append(cell).append('>');
      }
      body.append("</tr>\n");
    }
    body.append("</table>\n");
    return this;
  }

  /** Begins a row of pictures. */
  Report beginPictures() {
    body.append("<div class=\"pictures\">\n");
    return this;
  }

  /** Adds a picture with a caption. */
  Report picture(BufferedImage picture, String caption) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // Held in memory, not in a file of its own beside the system's temporary ones.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    body.append("<figure><img alt=\"")
        .append(escape(caption))
        .append("\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(png.toByteArray()))
        .append("\"><figcaption>")
        .append(escape(caption))
        .append("</figcaption></figure>\n");
    return this;
  }

  /** Ends a row of pictures. */
  Report endPictures() {
    body.append("</div>\n");
    return this;
  }

  /**
   * One line of a curve.
   *
   * @param values by slice, each 0 to 1; NaN leaves a gap
   * @param style of the line: predicted, true, annotated (dots instead of a line), or one of
   *     several alike, {@link #alike}
   */
  record Line(String name, List<Double> values, String style) {
    Line {
      values = List.copyOf(values);
    }

    /**
     * Returns the style of the n-th of several lines that are alike; after {@value #STYLES} the
     * first comes again.
     */
    static String alike(int n) {
      return "line" + n % STYLES;
    }
  }

  /** Adds a curve of numbers from 0 to 1 over the slices. */
  Report curve(String caption, List<Line> lines) {
    int slices = lines.get(0).values().size();
    return curve(caption, IntStream.range(0, slices).mapToObj(Integer::toString).toList(), lines);
  }

  /**
   * Adds a curve of numbers from 0 to 1.
   *
   * @param places names of the places along the curve, of which about eight are written
   */
  Report curve(String caption, List<String> places, List<Line> lines) {
    body.append("<figure>").append(new CurveSvg(places, lines).draw()).append("<figcaption>");
    body.append(escape(caption));
    for (Line line : lines) {
      body.append(" <span class=\"key ").append(line.style()).append("\">");
      body.append(escape(line.name())).append("</span>");
    }
    body.append("</figcaption></figure>\n");
    return this;
  }

  /** Returns the page. */
  String toHtml() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>%s</title>
    <style>
    body { font: 15px/1.45 sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
    table { border-collapse: collapse; margin: 1em 0; }
    th, td { padding: .3em .9em; border-bottom: 1px solid #ddd; text-align: right; }
    th:first-child, td:first-child { text-align: left; }
    figure { display: inline-block; margin: .4em; vertical-align: top; }
    figcaption { font-size: 13px; color: #555; }
    img { display: block; max-width: 100%%; }
    svg text { font-size: 11px; fill: #666; }
    svg .grid { stroke: #e4e4e4; }
    polyline { fill: none; stroke-width: 2; }
    polyline.predicted { stroke: #1669c1; }
    polyline.true { stroke: #d9730d; stroke-dasharray: 6 4; }
    circle.annotated { fill: #1a8a3c; }
    polyline.line0 { stroke: #222222; stroke-width: 3; } .key.line0 { color: #222222; }
    polyline.line1 { stroke: #1669c1; } .key.line1 { color: #1669c1; }
    polyline.line2 { stroke: #d9730d; } .key.line2 { color: #d9730d; }
    polyline.line3 { stroke: #1a8a3c; } .key.line3 { color: #1a8a3c; }
    polyline.line4 { stroke: #b3261e; } .key.line4 { color: #b3261e; }
    polyline.line5 { stroke: #7b3fb5; } .key.line5 { color: #7b3fb5; }
    polyline.line6 { stroke: #00868b; } .key.line6 { color: #00868b; }
    polyline.line7 { stroke: #a06a00; } .key.line7 { color: #a06a00; }
    .key { margin-left: 1em; font-weight: bold; }
    .key.predicted { color: #1669c1; } .key.true { color: #d9730d; } .key.annotated { color: #1a8a3c; }
    </style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(escape(title), body);
  }

  /** Writes the page; a file that is there is replaced. */
  void write(Path file) {
    TextFile.write(file, toHtml());
  }

  /** Returns whether a file is a page with this title, as {@link #write} writes it. */
  static boolean isTitled(Path file, String title) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      return start.contains("<title>" + escape(title) + "</title>");
    } catch (IOException e) {
      return false;
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
