package org.mem3d.core.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.runtime.json.JsonException;
import org.mem3d.runtime.json.JsonParser;
import org.mem3d.runtime.json.JsonText;

/**
 * How large the inputs of a network's convolutions are, by the name of the kernel's parameter after
 * the passes: what computing in 8 bits rounds by. Measured for one file of weights ({@code ./mem3d
 * train ranges}), and kept in its metadata.
 */
public final class ActivationRanges {
  /** The name of the ranges in a weights file's metadata. */
  public static final String METADATA = "activation_ranges";

  private ActivationRanges() {}

  /**
   * Reads the ranges of a weights file.
   *
   * @param source the file's name, for messages
   * @return null if it has none
   * @throws ModelException if they are not numbers above 0 by name
   */
  public static @Nullable Map<String, Float> of(Map<String, String> metadata, String source) {
    String text = metadata.get(METADATA);
    if (text == null) {
      return null;
    }
    Map<String, Float> ranges = new LinkedHashMap<>();
    try {
      JsonParser.object(text)
          .forEach((kernel, value) -> ranges.put(kernel, range(kernel, value, source)));
    } catch (JsonException e) {
      throw wrong(source, e.getMessage());
    }
    return ranges;
  }

  private static float range(String kernel, @Nullable Object value, String source) {
    float range = value instanceof Number number ? number.floatValue() : Float.NaN;
    if (!(range > 0) || Float.isInfinite(range)) {
      throw wrong(source, "that of '" + kernel + "' is " + value);
    }
    return range;
  }

  private static ModelException wrong(String source, @Nullable String why) {
    return new ModelException(
        source
            + ": its metadata "
            + METADATA
            + " must be a JSON object of numbers above 0: "
            + why
            + "; measure the ranges anew, or remove them");
  }

  /** Returns ranges as they stand in metadata. */
  public static String text(Map<String, Float> ranges) {
    return JsonText.of(new TreeMap<>(ranges));
  }
}
