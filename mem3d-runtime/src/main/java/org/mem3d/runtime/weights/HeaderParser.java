package org.mem3d.runtime.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.ModelException;

/**
 * A reader of the JSON that safetensors headers use: objects, arrays, strings, whole numbers, true,
 * false and null. Objects become maps, arrays lists, numbers {@link Long}s, all else strings.
 * Duplicate names are refused, since a second tensor of one name could hide the first.
 */
final class HeaderParser {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private final String source;
  private int at;

  private HeaderParser(String text, String source) {
    this.text = text;
    this.source = source;
  }

  /**
   * Parses a header.
   *
   * @param source the file's name, for messages
   * @throws ModelException if the text is not such JSON
   */
  static Map<String, Object> parse(String text, String source) {
    HeaderParser parser = new HeaderParser(text, source);
    Map<String, Object> header = parser.object(0);
    parser.blanks();
    if (parser.at != text.length()) {
      throw parser.error("text after the end");
    }
    return header;
  }

  private Object value(int depth) {
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
    for (String word : new String[] {"true", "false", "null"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word;
      }
    }
    return number();
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    expect('{');
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      peek();
      String name = string();
      expect(':');
      if (map.put(name, value(depth + 1)) != null) {
        throw error("the name '" + name + "' twice");
      }
      if (peek() == ',') {
        at++;
      } else {
        expect('}');
        return map;
      }
    }
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
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
        return list;
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

  private Long number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw error("'" + digits + "' where a whole number belongs");
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

  private ModelException error(String what) {
    return new ModelException(
        source + ": the safetensors header is broken: " + what + " at character " + at);
  }
}
