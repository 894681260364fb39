package org.mem3d.runtime.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, each of the kind that is asked for. Immutable. */
public final class JsonFields {
  private final Map<?, ?> fields;

  private JsonFields(Map<?, ?> fields) {
    this.fields = fields;
  }

  /**
   * Parses a text that is one object.
   *
   * @throws JsonException if it is not
   */
  public static JsonFields parse(String text) {
    return new JsonFields(JsonParser.object(text));
  }

  /** Returns the names of the fields. */
  public Set<?> names() {
    return fields.keySet();
  }

  /** Returns whether there is such a field and it is not null. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /**
   * Returns a field that is an object.
   *
   * @throws JsonException if there is none
   */
  public JsonFields object(String name) {
    if (fields.get(name) instanceof Map<?, ?> map) {
      return new JsonFields(map);
    }
    throw wrong(name, "an object");
  }

  /**
   * Returns a field that is an array.
   *
   * @throws JsonException if there is none
   */
  public List<?> array(String name) {
    if (fields.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "an array");
  }

  /**
   * Returns a field that is an array of objects.
   *
   * @throws JsonException if there is none
   */
  public List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    for (Object each : array(name)) {
      if (!(each instanceof Map<?, ?> map)) {
        throw wrong(name, "an array of objects");
      }
      objects.add(new JsonFields(map));
    }
    return objects;
  }

  /**
   * Returns a field that is a string.
   *
   * @throws JsonException if there is none
   */
  public String text(String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a string");
  }

  /**
   * Returns a field that is true or false.
   *
   * @throws JsonException if there is none
   */
  public boolean flag(String name) {
    if (fields.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  /**
   * Returns a field that is a whole number of an int's range.
   *
   * @throws JsonException if there is none
   */
  public int integer(String name) {
    return integer(name, fields.get(name));
  }

  /**
   * Returns a field that is a number.
   *
   * @throws JsonException if there is none
   */
  public double number(String name) {
    return number(name, fields.get(name));
  }

  /**
   * Returns a field that is an array of numbers.
   *
   * @throws JsonException if there is none
   */
  public double[] numbers(String name) {
    return array(name).stream().mapToDouble(value -> number(name, value)).toArray();
  }

  /**
   * Returns a field that is an array of whole numbers of an int's range.
   *
   * @throws JsonException if there is none
   */
  public int[] integers(String name) {
    return array(name).stream().mapToInt(value -> integer(name, value)).toArray();
  }

  private static int integer(String name, @Nullable Object value) {
    if (value instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw wrong(name, "whole numbers");
  }

  private static double number(String name, @Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "numbers");
  }

  private static JsonException wrong(String name, String wanted) {
    return new JsonException("'" + name + "' does not hold " + wanted);
  }
}
