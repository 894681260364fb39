package org.mem3d.eval;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines of tables with commas between the cells. Stateless. */
public final class CsvLine {
  private CsvLine() {}

  /**
   * Returns a line without its end. Numbers of type double have six digits behind the point, or are
   * left empty if they are not finite; text is quoted where it has to be.
   */
  public static String of(Object... cells) {
    return List.of(cells).stream().map(CsvLine::cell).collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? String.format(Locale.ROOT, "%.6f", number) : "";
    }
    String text = value.toString();
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
