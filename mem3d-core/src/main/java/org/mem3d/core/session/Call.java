package org.mem3d.core.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.PropagationScope;
import org.mem3d.core.store.MarkJson;
import org.mem3d.core.store.RunLengths;
import org.mem3d.runtime.json.JsonText;

/**
 * Calls of a session as lines of its log: a JSON object with the method's name and arguments. What
 * {@link Replay} takes again. Stateless.
 */
final class Call {
  private Call() {}

  private static String line(String method, Map<String, Object> arguments) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("call", method);
    fields.putAll(arguments);
    return JsonText.of(fields);
  }

  /** Returns a call without arguments. */
  static String plain(String method) {
    return line(method, Map.of());
  }

  /** Returns a call with one argument. */
  static String with(String method, String argument, Object value) {
    return line(method, Map.of(argument, value));
  }

  static String addObject(String name, int inside) {
    Map<String, Object> arguments = new LinkedHashMap<>(Map.of("name", name));
    if (inside != 0) {
      arguments.put("inside", inside);
    }
    return line("addObject", arguments);
  }

  static String addObjects(Mask start, Axis axis) {
    RunLengths runs = new RunLengths();
    byte[] plane = new byte[start.sizeX() * start.sizeY()];
    for (int z = 0; z < start.sizeZ(); z++) {
      start.readSlice(Axis.Z, z, plane);
      for (byte label : plane) {
        runs.add(label & 0xff);
      }
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("axis", MarkJson.axis(axis));
    arguments.put("runs", runs.toString());
    return line("addObjects", arguments);
  }

  /** Returns a call about an object that has one more argument. */
  static String of(String method, int object, String argument, Object value) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("object", object);
    arguments.put(argument, value);
    return line(method, arguments);
  }

  static String limitObject(int object, Box limit) {
    return of("limitObject", object, "box", corners(limit));
  }

  static String marking(String method, Interaction mark) {
    return with(method, "mark", MarkJson.of(mark));
  }

  static String propagate(PropagationScope scope) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (!scope.objects().isEmpty()) {
      arguments.put("objects", scope.objects().stream().sorted().toList());
    }
    if (!scope.box().equals(Box.EVERYWHERE)) {
      arguments.put("box", corners(scope.box()));
    }
    return line("propagate", arguments);
  }

  private static List<Integer> corners(Box box) {
    return List.of(box.firstX(), box.firstY(), box.firstZ(), box.lastX(), box.lastY(), box.lastZ());
  }
}
