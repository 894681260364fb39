package org.mem3d.batch.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.InteractionException;
import org.mem3d.eval.StrictJson;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileException;

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
 * or come twice, values of another kind, and anything behind the object are refused, so that a
 * mistake is noticed. Belongs to one thread.
 */
public final class InteractionsFile {
  private static final List<String> MARK_FIELDS =
      List.of("type", "axis", "slice", "points", "point", "box", "positive", "width", "file");

  private static final int MOST_BYTES = 1 << 28;

  /** Finds the files that marks name. */
  @FunctionalInterface
  public interface MaskFinder {
    /**
     * Returns the file that a mark names.
     *
     * @throws InteractionException if there can be none of that name
     */
    Path find(String name);
  }

  private final Path file;
  private final MarkList marks;
  private final SliceMaskFile masks;
  private final MaskFinder finder;

  private InteractionsFile(Path file, MarkList marks, SliceMaskFile masks, MaskFinder finder) {
    this.file = file;
    this.marks = marks;
    this.masks = masks;
    this.finder = finder;
  }

  /**
   * Reads a file into a list.
   *
   * @param file in UTF-8, UTF-16 or UTF-32, with a byte order mark or without
   * @param masks reads masks of slices
   * @throws InteractionException if the file cannot be read or is not of this form; the message
   *     names the place
   */
  public static void read(Path file, MarkList marks, SliceMaskFile masks) {
    read(file, marks, masks, name -> file.resolveSibling(PathText.of(name)));
  }

  /**
   * Reads a file into a list.
   *
   * @param finder finds masks that lie elsewhere than beside the file
   * @throws InteractionException as {@link #read(Path, MarkList, SliceMaskFile)}
   */
  public static void read(Path file, MarkList marks, SliceMaskFile masks, MaskFinder finder) {
    marks.file(file);
    try {
      byte[] bytes = FileContent.read(file, MOST_BYTES);
      new InteractionsFile(file, marks, masks, finder)
          .readObjects(StrictJson.mapper().readTree(bytes));
    } catch (FileException e) {
      throw new InteractionException(e.getMessage());
    } catch (JsonProcessingException e) {
      throw new InteractionException(
          file
              + " is not JSON: line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InteractionException(file + " is not JSON: " + e.getMessage());
    }
  }

  private void readObjects(JsonNode root) {
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
        marks.add(label -> markAt(place, mark, label, axis));
      }
    }
  }

  private Interaction markAt(String where, JsonNode mark, int label, Axis axis) {
    try {
      return readMark(where, mark, label, axis);
    } catch (InteractionException e) {
      String why = String.valueOf(e.getMessage());
      throw why.startsWith(file + ": ") ? e : wrong(where + ":", why);
    }
  }

  private Interaction readMark(String where, JsonNode mark, int label, Axis defaultAxis) {
    allow(where, mark, MARK_FIELDS);
    Axis axis = mark.has("axis") ? axis(where, mark) : defaultAxis;
    if (!mark.path("slice").isInt()) {
      throw wrong(where, "needs a whole number \"slice\"");
    }
    int slice = mark.path("slice").asInt();
    boolean positive = !mark.has("positive") || trueOrFalse(where, mark.path("positive"));
    String type = mark.path("type").asText("");
    return switch (type) {
      case "scribble" ->
          new Interaction.Scribble(
              label, axis, slice, points(where, mark), positive, width(where, mark));
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
        Path maskFile = finder.find(mark.path("file").asText());
        marks.file(maskFile);
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

  private boolean trueOrFalse(String where, JsonNode node) {
    if (!node.isBoolean()) {
      throw wrong(where, "needs true or false as \"positive\", where it has " + node);
    }
    return node.asBoolean();
  }

  private double width(String where, JsonNode mark) {
    JsonNode width = mark.path("width");
    if (mark.has("width") && !width.isNumber()) {
      throw wrong(where, "needs a number as \"width\", where it has " + width);
    }
    return width.asDouble(1);
  }

  private double[] numbers(String where, JsonNode node, int count) {
    double[] numbers = new double[count];
    boolean right = node.isArray() && node.size() == count;
    for (int i = 0; right && i < count; i++) {
      numbers[i] = node.get(i).asDouble();
      right = node.get(i).isNumber() && Double.isFinite(numbers[i]);
    }
    if (!right) {
      throw wrong(where, "needs " + count + " numbers where it has " + node);
    }
    return numbers;
  }

  private Axis axis(String where, JsonNode node) {
    String name = node.path("axis").asText();
    if (!name.matches("[xyzXYZ]")) {
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
