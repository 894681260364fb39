package org.mem3d.backend.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a driver, compared number by number. Immutable.
 *
 * @param text as the driver tells it, as in {@code 535.129.03}
 */
public record DriverVersion(String text) implements Comparable<DriverVersion> {
  private static final Pattern TEXT = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,5}){0,3}");

  /** Returns the version that a text names; null if it names none. */
  static @Nullable DriverVersion parse(String text) {
    String stripped = text.strip();
    return TEXT.matcher(stripped).matches() ? new DriverVersion(stripped) : null;
  }

  private List<Integer> numbers() {
    return Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList();
  }

  @Override
  public int compareTo(DriverVersion other) {
    List<Integer> mine = numbers();
    List<Integer> others = other.numbers();
    for (int i = 0; i < Math.max(mine.size(), others.size()); i++) {
      int left = i < mine.size() ? mine.get(i) : 0;
      int right = i < others.size() ? others.get(i) : 0;
      if (left != right) {
        return Integer.compare(left, right);
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
