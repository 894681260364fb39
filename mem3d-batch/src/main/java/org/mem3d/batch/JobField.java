package org.mem3d.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mem3d.Mem3dException;

/** The fields that a job has in a manifest, and of which kind their values are. */
enum JobField {
  ID("id", Kind.TEXT),
  IMAGE("image", Kind.TEXT),
  MARKS("marks", Kind.TEXT),
  START("start", Kind.TEXT),
  SESSION("session", Kind.TEXT),
  AXIS("axis", Kind.TEXT),
  FRAME("frame", Kind.WHOLE),
  SERIES("series", Kind.WHOLE),
  ANY_GRID("anyGrid", Kind.FLAG),
  PLAN("plan", Kind.TEXT),
  TOP_K("topK", Kind.WHOLE),
  SLOTS("slots", Kind.WHOLE),
  WINDOW("window", Kind.NUMBER),
  REFINE("refine", Kind.FLAG),
  OUTPUTS("outputs", Kind.TEXTS),
  TRUTH("truth", Kind.TEXT),
  TRUTH_LABELS("truthLabels", Kind.WHOLES);

  private enum Kind {
    TEXT("text"),
    WHOLE("a whole number"),
    NUMBER("a number"),
    FLAG("true or false"),
    TEXTS("a list of texts"),
    WHOLES("a list of whole numbers");

    private final String told;

    Kind(String told) {
      this.told = told;
    }

    private boolean holds(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isTextual();
        case WHOLE -> value.isInt();
        case NUMBER -> value.isNumber() && Double.isFinite(value.doubleValue());
        case FLAG -> value.isBoolean();
        case TEXTS -> isListOf(value, JsonNode::isTextual);
        case WHOLES -> isListOf(value, JsonNode::isInt);
      };
    }

    private static boolean isListOf(JsonNode value, Function<JsonNode, Boolean> kind) {
      if (!value.isArray()) {
        return false;
      }
      for (JsonNode each : value) {
        if (!kind.apply(each)) {
          return false;
        }
      }
      return true;
    }
  }

  private final String word;
  private final Kind kind;

  JobField(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** Returns its name in manifests. */
  String word() {
    return word;
  }

  /**
   * Returns the field of a name.
   *
   * @throws Mem3dException if there is none
   */
  static JobField named(String word) {
    return Arrays.stream(values())
        .filter(field -> field.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Mem3dException(
                    "has the unknown field '"
                        + word
                        + "'; fields are "
                        + Arrays.stream(values())
                            .map(f -> f.word)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Checks that a value is of this field's kind.
   *
   * @throws Mem3dException if it is not
   */
  void check(JsonNode value) {
    if (!kind.holds(value)) {
      throw new Mem3dException(word + " is " + kind.told + ", not " + value);
    }
  }

  /**
   * Returns the value that the cell of a table stands for; lists have semicolons between.
   *
   * @param cell not blank
   * @throws Mem3dException if it stands for none of this field's kind
   */
  JsonNode value(String cell) {
    try {
      return switch (kind) {
        case TEXT -> TextNode.valueOf(cell);
        case WHOLE -> IntNode.valueOf(Integer.parseInt(cell.strip()));
        case NUMBER -> DoubleNode.valueOf(Double.parseDouble(cell.strip()));
        case FLAG -> flag(cell.strip());
        case TEXTS -> list(cell, TextNode::valueOf);
        case WHOLES -> list(cell, each -> IntNode.valueOf(Integer.parseInt(each)));
      };
    } catch (NumberFormatException e) {
      throw new Mem3dException(word + " is " + kind.told + ", not '" + cell + "'", e);
    }
  }

  private JsonNode flag(String cell) {
    if (!cell.equals("true") && !cell.equals("false")) {
      throw new Mem3dException(word + " is " + kind.told + ", not '" + cell + "'");
    }
    return BooleanNode.valueOf(cell.equals("true"));
  }

  private static JsonNode list(String cell, Function<String, JsonNode> each) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String part : cell.split(";", -1)) {
      list.add(each.apply(part.strip()));
    }
    return list;
  }
}
