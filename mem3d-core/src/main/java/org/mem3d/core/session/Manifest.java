package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.SavedSession;
import org.mem3d.core.store.DamagedException;
import org.mem3d.runtime.json.JsonFields;
import org.mem3d.runtime.json.JsonText;

/**
 * What a session's file says of itself at its beginning. Immutable.
 *
 * @param program that wrote it
 * @param grid of the volume
 * @param volumeHash SHA-256 of the volume
 * @param volumeSource where the volume was; null if nobody said
 * @param objects their names, by label
 * @param steps how many lines the log has
 * @param engine that wrote it
 */
record Manifest(
    String program,
    Grid grid,
    String volumeHash,
    @Nullable String volumeSource,
    SortedMap<Integer, String> objects,
    int steps,
    EngineIdentity engine) {
  /** What every such file calls itself. */
  static final String FORMAT = "mem3d session";

  /** The version that is written; older ones are read, newer ones refused. */
  static final int VERSION = 1;

  /** A file of a newer version than this program reads. */
  static final class NewerVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NewerVersionException(String message) {
      super(message);
    }
  }

  /** Returns this program and its version. */
  static String thisProgram() {
    String version = Manifest.class.getPackage().getImplementationVersion();
    return "mem3d " + (version == null ? "of no version" : version);
  }

  /** Returns it as JSON. */
  String json() {
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("size", List.of(grid.sizeX(), grid.sizeY(), grid.sizeZ()));
    volume.put("affine", Arrays.stream(grid.geometry().affine()).boxed().toList());
    volume.put("sha256", volumeHash);
    if (volumeSource != null) {
      volume.put("source", volumeSource);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("program", program);
    json.put("volume", volume);
    json.put("engine", engine.json());
    List<Map<String, Object>> named = new ArrayList<>();
    objects.forEach(
        (label, name) -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("label", label);
          object.put("name", name);
          named.add(object);
        });
    json.put("objects", named);
    json.put("steps", steps);
    return JsonText.of(json) + "\n";
  }

  /**
   * Returns the manifest of its JSON.
   *
   * @throws DamagedException if it is none
   * @throws NewerVersionException if it is of a newer version
   * @throws org.mem3d.runtime.json.JsonException if it is no JSON or lacks a field
   * @throws org.mem3d.VolumeException if there is no such grid
   */
  static Manifest read(String text) throws DamagedException {
    JsonFields json = JsonFields.parse(text);
    if (!json.has("format") || !json.text("format").equals(FORMAT)) {
      throw new DamagedException("its manifest is not that of a session");
    }
    int version = json.integer("version");
    if (version > VERSION) {
      throw new NewerVersionException(
          "it has version "
              + version
              + " of the format, written by "
              + json.text("program")
              + ", and "
              + thisProgram()
              + " reads up to version "
              + VERSION);
    }
    if (version < 1) {
      throw new DamagedException("it has version " + version + " of the format");
    }
    JsonFields volume = json.object("volume");
    int[] size = volume.integers("size");
    if (size.length != 3) {
      throw new DamagedException("its volume has " + size.length + " sizes");
    }
    TreeMap<Integer, String> objects = new TreeMap<>();
    for (JsonFields object : json.objects("objects")) {
      objects.put(object.integer("label"), object.text("name"));
    }
    Grid grid = new Grid(size[0], size[1], size[2], Geometry.ofAffine(volume.numbers("affine")));
    return new Manifest(
        json.text("program"),
        grid,
        volume.text("sha256"),
        volume.has("source") ? volume.text("source") : null,
        objects,
        json.integer("steps"),
        EngineIdentity.read(json.object("engine")));
  }

  /**
   * Returns what programs are told of it.
   *
   * @param here the engine that reads it
   */
  SavedSession told(EngineIdentity here) {
    return new SavedSession(
        program, grid, volumeHash, volumeSource, objects, steps, here.differencesFrom(engine));
  }
}
