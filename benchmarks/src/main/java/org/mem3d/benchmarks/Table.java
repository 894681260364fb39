package org.mem3d.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns; numbers stand to the right. Not thread-safe. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** Begins with the columns' titles. */
  Table(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a line of as many cells. */
  void add(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + rows.get(0));
    }
    rows.add(List.of(cells));
  }

  /** Prints the lines. */
  void print(PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        line.append(i == 0 ? "" : "  ").append(isNumber(i) ? space + cell : cell + space);
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private boolean isNumber(int column) {
    return rows.size() > 1
        && rows.subList(1, rows.size()).stream()
            .allMatch(row -> row.get(column).matches("-?[0-9.,]+( ?%|x)?|-|"));
  }
}
