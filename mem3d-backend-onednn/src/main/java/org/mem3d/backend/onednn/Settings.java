package org.mem3d.backend.onednn;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mem3d.spi.BackendException;

/**
 * What the properties of the backend's options say.
 *
 * @param profile whether graphs note how long their steps take
 * @param winograd whether convolutions may be computed with fewer products
 */
record Settings(boolean profile, boolean winograd) {
  static final String PROFILE = "profile";
  static final String WINOGRAD = "winograd";

  /**
   * Reads properties.
   *
   * @throws BackendException if there are others, or values but true and false
   */
  static Settings of(Map<String, String> properties) {
    Set<String> unknown = new TreeSet<>(properties.keySet());
    unknown.remove(PROFILE);
    unknown.remove(WINOGRAD);
    if (!unknown.isEmpty()) {
      throw new BackendException(
          "onednn takes the properties '"
              + PROFILE
              + "' and '"
              + WINOGRAD
              + "', not "
              + unknown
              + ": leave them out");
    }
    return new Settings(flag(properties, PROFILE, "false"), flag(properties, WINOGRAD, "true"));
  }

  private static boolean flag(Map<String, String> properties, String name, String otherwise) {
    String value = properties.getOrDefault(name, otherwise);
    if (!value.equals("true") && !value.equals("false")) {
      throw new BackendException(
          "onednn: the property '" + name + "' is true or false, not '" + value + "'");
    }
    return value.equals("true");
  }
}
