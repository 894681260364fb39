package org.mem3d.runtime.json;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes JSON on one line, without blanks. The same values give the same text. Stateless. */
public final class JsonText {
  private JsonText() {}

  /**
   * Returns the text of a value.
   *
   * @param value a map of strings to values, a list of values, a string, number, boolean or null;
   *     numbers that are not finite become null
   */
  public static String of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      StringJoiner fields = new StringJoiner(",", "{", "}");
      map.forEach((name, field) -> fields.add(quoted(String.valueOf(name)) + ":" + of(field)));
      return fields.toString();
    }
    if (value instanceof Iterable<?> list) {
      StringJoiner values = new StringJoiner(",", "[", "]");
      list.forEach(each -> values.add(of(each)));
      return values.toString();
    }
    if (value instanceof Float number) {
      // Exactly, so that what is read is the same float.
      return of(number.doubleValue());
    }
    if (value instanceof Double number) {
      boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
      boolean minusZero = number == 0 && 1 / number < 0;
      return !Double.isFinite(number)
          ? "null"
          : whole && !minusZero ? Long.toString(number.longValue()) : Double.toString(number);
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    return quoted(String.valueOf(value));
  }

  /** Returns a string in quotes, with what JSON does not take as it is escaped. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        // Half a pair has no bytes in UTF-8, but can be told so.
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
