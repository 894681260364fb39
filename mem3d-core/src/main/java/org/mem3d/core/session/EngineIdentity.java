package org.mem3d.core.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.runtime.digest.Sha256;
import org.mem3d.runtime.json.JsonFields;
import org.mem3d.runtime.json.JsonText;

/**
 * On what the answers of an engine depend: two of the same identity give the same bytes. Immutable.
 *
 * @param interaction SHA-256 of the interaction network's weights
 * @param propagation SHA-256 of the memory network's weights
 * @param settings how slices are carried, in words
 * @param backend name and version
 * @param precision of convolutions and products
 */
record EngineIdentity(
    String interaction, String propagation, String settings, String backend, String precision) {
  /** Returns it as a JSON object. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("interactionWeights", interaction);
    json.put("propagationWeights", propagation);
    json.put("settings", settings);
    json.put("backend", backend);
    json.put("precision", precision);
    return json;
  }

  /**
   * Returns the identity of a JSON object.
   *
   * @throws org.mem3d.runtime.json.JsonException if it is none
   */
  static EngineIdentity read(JsonFields json) {
    return new EngineIdentity(
        json.text("interactionWeights"),
        json.text("propagationWeights"),
        json.text("settings"),
        json.text("backend"),
        json.text("precision"));
  }

  /** Returns the SHA-256 of all of it. */
  String fingerprint() {
    MessageDigest digest = Sha256.digest();
    digest.update(JsonText.of(json()).getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }

  /** Returns whether what one has computed of a chain the other would compute alike. */
  boolean carriesAs(EngineIdentity other) {
    return propagation.equals(other.propagation) && settings.equals(other.settings);
  }

  /** Returns in what this engine differs from the one that wrote a file, for a person. */
  List<String> differencesFrom(EngineIdentity written) {
    List<String> found = new ArrayList<>();
    compare("weights of the interaction network", written.interaction, interaction, found);
    compare("weights of the memory network", written.propagation, propagation, found);
    compare("settings", written.settings, settings, found);
    compare("backend", written.backend, backend, found);
    compare("precision", written.precision, precision, found);
    return found;
  }

  private static void compare(String what, String before, String now, List<String> found) {
    if (!before.equals(now)) {
      found.add(what + ": " + before + " when it was saved, " + now + " now");
    }
  }
}
