package org.mem3d.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.InteractionException;

/**
 * Reads marks from a JSON file:
 *
 * <pre>{@code
 * {
 *   "axis": "z",
 *   "objects": [
 *     {
 *       "name": "liver",
 *       "marks": [
 *         {"type": "scribble", "slice": 40, "points": [[100, 96], [104, 99]], "positive": true, "width": 1},
 *         {"type": "click", "slice": 40, "point": [100, 96], "positive": false},
 *         {"type": "box", "slice": 40, "box": [80, 70, 140, 130]},
 *         {"type": "extreme", "slice": 40, "points": [[80, 99], [140, 96], [110, 70], [108, 130]]},
 *         {"type": "lasso", "slice": 40, "points": [[80, 99], [140, 96], [110, 130]], "positive": true},
 *         {"type": "mask", "slice": 40, "file": "slice40.png"},
 *         {"type": "absent", "slice": 3}
 *       ]
 *     }
 *   ]
 * }
 * }</pre>
 *
 * {@code axis} is z if left out, {@code positive} true, {@code width} 1; a mark may have an {@code
 * axis} of its own. A mask's file is found from the JSON file's folder. Fields that are not known
 * are refused, so that a misspelt one is noticed.
 */
final class InteractionsFile {
  private static final List<String> MARK_FIELDS =
      List.of("type", "axis", "slice", "points", "point", "box", "positive", "width", "file");

  private final Path file;
  private final SliceMaskFile masks;

  private InteractionsFile(Path file, SliceMaskFile masks) {
    this.file = file;
    this.masks = masks;
  }

  /**
   * Reads a file into a list.
   *
   * @param masks reads masks of slices
   * @throws InteractionException if the file cannot be read or is not of this form; the message
   *     names the place
   */
  static void read(Path file, MarkList marks, SliceMaskFile masks) {
    try {
      String text = Files.readString(file);
      new InteractionsFile(file, masks).readObjects(new ObjectMapper().readTree(text), marks);
    } catch (NoSuchFileException e) {
      throw new InteractionException("no file " + file);
    } catch (JsonProcessingException e) {
      throw new InteractionException(
          file
              + " is not JSON: line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InteractionException(file + " cannot be read: " + e.getMessage());
    }
  }

  private void readObjects(JsonNode root, MarkList marks) {
    allow("the file", root, List.of("axis", "objects"));
    Axis axis = root.has("axis") ? axis("the file", root) : Axis.Z;
    JsonNode objects = root.path("objects");
    if (!objects.isArray()) {
      throw wrong("the file", "has no array \"objects\"");
    }
    for (int i = 0; i < objects.size(); i++) {
      String where = "objects[" + i + "]";
      JsonNode object = objects.get(i);
      allow(where, object, List.of("name", "marks"));
      if (!object.path("name").isTextual() || !object.path("marks").isArray()) {
        throw wrong(where, "needs a \"name\" and an array \"marks\"");
      }
      marks.object(object.path("name").asText());
      for (int j = 0; j < object.path("marks").size(); j++) {
        String place = where + ".marks[" + j + "]";
        JsonNode mark = object.path("marks").get(j);
        marks.add(label -> readMark(place, mark, label, axis));
      }
    }
  }

  private Interaction readMark(String where, JsonNode mark, int label, Axis defaultAxis) {
    allow(where, mark, MARK_FIELDS);
    Axis axis = mark.has("axis") ? axis(where, mark) : defaultAxis;
    if (!mark.path("slice").isInt()) {
      throw wrong(where, "needs a whole number \"slice\"");
    }
    int slice = mark.path("slice").asInt();
    boolean positive = mark.path("positive").asBoolean(true);
    String type = mark.path("type").asText("");
    return switch (type) {
      case "scribble" ->
          new Interaction.Scribble(
              label, axis, slice, points(where, mark), positive, mark.path("width").asDouble(1));
      case "click" ->
          new Interaction.Click(label, axis, slice, point(where, mark.path("point")), positive);
      case "box" -> {
        double[] box = numbers(where, mark.path("box"), 4);
        yield Interaction.box(label, axis, slice, box[0], box[1], box[2], box[3]);
      }
      case "extreme" -> new Interaction.ExtremePoints(label, axis, slice, points(where, mark));
      case "lasso" -> new Interaction.Lasso(label, axis, slice, points(where, mark), positive);
      case "mask" -> {
        if (!mark.path("file").isTextual()) {
          throw wrong(where, "needs a \"file\"");
        }
        Path maskFile = file.resolveSibling(mark.path("file").asText());
        yield Interaction.mask(label, axis, slice, masks.read(maskFile, axis, slice));
      }
      case "absent" -> Interaction.absent(label, axis, slice);
      default ->
          throw wrong(
              where,
              "has the type '"
                  + type
                  + "'; types are scribble, click, box, extreme, lasso, mask, absent");
    };
  }

  private List<Point> points(String where, JsonNode mark) {
    JsonNode array = mark.path("points");
    if (!array.isArray()) {
      throw wrong(where, "needs an array \"points\"");
    }
    List<Point> points = new ArrayList<>();
    array.forEach(point -> points.add(point(where, point)));
    return points;
  }

  private Point point(String where, JsonNode node) {
    double[] uv = numbers(where, node, 2);
    return new Point(uv[0], uv[1]);
  }

  private double[] numbers(String where, JsonNode node, int count) {
    double[] numbers = new double[count];
    boolean right = node.isArray() && node.size() == count;
    for (int i = 0; right && i < count; i++) {
      right = node.get(i).isNumber();
      numbers[i] = node.get(i).asDouble();
    }
    if (!right) {
      throw wrong(where, "needs " + count + " numbers where it has " + node);
    }
    return numbers;
  }

  private Axis axis(String where, JsonNode node) {
    String name = node.path("axis").asText();
    if (!name.matches("[xyz]")) {
      throw wrong(where, "has the axis '" + name + "'; axes are x, y, z");
    }
    return Axis.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private void allow(String where, JsonNode node, List<String> fields) {
    if (!node.isObject()) {
      throw wrong(where, "is not a JSON object");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!fields.contains(name)) {
                throw wrong(
                    where,
                    "has the unknown field '"
                        + name
                        + "'; fields are "
                        + String.join(", ", fields));
              }
            });
  }

  private InteractionException wrong(String where, String why) {
    return new InteractionException(file + ": " + where + " " + why);
  }
}
