package org.mem3d.runtime.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reader of JSON. Objects become maps in their order, arrays lists, whole numbers that fit {@link
 * Long}s, other numbers {@link Double}s, all else strings, {@link Boolean}s and null. Duplicate
 * names are refused, since a second value of one name could hide the first.
 */
public final class JsonParser {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;

  private JsonParser(String text) {
    this.text = text;
  }

  /**
   * Parses a text that is one object.
   *
   * @throws JsonException if it is not
   */
  public static Map<String, @Nullable Object> object(String text) {
    JsonParser parser = new JsonParser(text);
    Map<String, @Nullable Object> object = parser.object(0);
    parser.blanks();
    if (parser.at != text.length()) {
      throw parser.error("text after the end");
    }
    return object;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("nesting deeper than " + MAX_DEPTH);
    }
    char c = peek();
    if (c == '{') {
      return object(depth);
    }
    if (c == '[') {
      return array(depth);
    }
    if (c == '"') {
      return string();
    }
    if (word("true")) {
      return true;
    }
    if (word("false")) {
      return false;
    }
    return word("null") ? null : number();
  }

  private boolean word(String word) {
    boolean there = text.startsWith(word, at);
    at += there ? word.length() : 0;
    return there;
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    expect('{');
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      peek();
      String name = string();
      expect(':');
      if (map.containsKey(name)) {
        throw error("the name '" + name + "' twice");
      }
      map.put(name, value(depth + 1));
      if (peek() == ',') {
        at++;
      } else {
        expect('}');
        return map;
      }
    }
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    expect('[');
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      if (peek() == ',') {
        at++;
      } else {
        expect(']');
        return Collections.unmodifiableList(list);
      }
    }
  }

  private String string() {
    expect('"');
    StringBuilder result = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return result.toString();
      }
      result.append(c == '\\' ? escape() : c);
    }
    throw error("a string without an end");
  }

  private char escape() {
    if (at >= text.length()) {
      throw error("a string without an end");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw error("a cut escape");
        }
        String digits = text.substring(at, at + 4);
        at += 4;
        try {
          yield (char) Integer.parseInt(digits, 16);
        } catch (NumberFormatException e) {
          throw error("the escape \\u" + digits);
        }
      }
      default -> throw error("the escape \\" + c);
    };
  }

  private Number number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      if (digits.matches("-?[0-9]{1,18}")) {
        return Long.valueOf(digits);
      }
      return Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw error("'" + digits + "' where a value belongs");
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw error("'" + peek() + "' where '" + wanted + "' belongs");
    }
    at++;
  }

  private char peek() {
    blanks();
    if (at >= text.length()) {
      throw error("an end too early");
    }
    return text.charAt(at);
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private JsonException error(String what) {
    return new JsonException(what + " at character " + at);
  }
}
