package org.mem3d.io.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/** One file of metadata. Immutable. */
record ZarrJson(Path file, JsonNode root) {
  private static final long LONGEST = 1 << 24;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a file.
   *
   * @throws VolumeException if it cannot be read, or is no JSON object
   */
  static ZarrJson read(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        throw new VolumeException(file + " is longer than any metadata: it is damaged");
      }
      JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        throw new VolumeException(file + " is no JSON object: it is damaged; copy it again");
      }
      return new ZarrJson(file, root);
    } catch (JsonProcessingException e) {
      throw new VolumeException(
          file + " is no JSON: it is damaged (" + e.getOriginalMessage() + "); copy it again", e);
    } catch (IOException e) {
      throw new VolumeException(file + " cannot be read: " + FileFailure.text(e), e);
    }
  }

  /** Returns whether this is version 3's metadata of an array. */
  boolean isArray() {
    return root.path("node_type").asText().equals("array");
  }

  /** Returns what is wrong with the file as an exception. */
  VolumeException wrong(String what) {
    return new VolumeException(file + " " + what);
  }

  /**
   * Returns whole numbers, each from 0 or 1 up to the largest of an int.
   *
   * @param least of each
   */
  int[] wholeNumbers(JsonNode list, String name, int least) {
    if (!list.isArray() || list.isEmpty()) {
      throw wrong("has no list '" + name + "' of whole numbers: it is damaged");
    }
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode each = list.get(i);
      if (!each.isIntegralNumber() || !each.canConvertToInt() || each.asInt() < least) {
        throw wrong(
            "has " + shown(each) + " in '" + name + "': whole numbers of " + least + " to 2^31-1");
      }
      numbers[i] = each.asInt();
    }
    return numbers;
  }

  /** Returns numbers of any kind. */
  double[] numbers(JsonNode list, String name, int count) {
    if (!list.isArray() || list.size() != count) {
      throw wrong("has no " + count + " numbers in '" + name + "', one for each axis");
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      if (!list.get(i).isNumber()) {
        throw wrong("has " + shown(list.get(i)) + " in '" + name + "', which is no number");
      }
      numbers[i] = list.get(i).asDouble();
    }
    return numbers;
  }

  /** Returns the texts of a list; those that are none are left out. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.isTextual() ? each.asText() : ""));
    return texts;
  }

  /** Returns a value as a message quotes it. */
  static String shown(JsonNode value) {
    String text = FileFailure.oneLine(value.toString());
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
