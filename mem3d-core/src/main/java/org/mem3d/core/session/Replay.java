package org.mem3d.core.session;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationScope;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionFileException;
import org.mem3d.SessionFileException.Reason;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.core.store.DamagedException;
import org.mem3d.core.store.MarkJson;
import org.mem3d.core.store.RunLengths;
import org.mem3d.runtime.json.JsonException;
import org.mem3d.runtime.json.JsonFields;

/** Takes the calls of a log ({@link Call}) again. Stateless. */
final class Replay {
  private Replay() {}

  /**
   * Takes all calls of a log.
   *
   * @param file from which the log is, for messages
   * @throws SessionFileException if a line is no call, or the call is refused now
   */
  static void take(Path file, List<String> calls, SegmentationSession session) {
    for (int i = 0; i < calls.size(); i++) {
      try {
        take(calls.get(i), session);
      } catch (VolumeException e) {
        throw e;
      } catch (DamagedException | JsonException e) {
        throw new SessionFileException(
            Reason.DAMAGED,
            file + ": line " + (i + 1) + " of its log is no call: " + e.getMessage(),
            e);
      } catch (Mem3dException | IllegalStateException e) {
        throw new SessionFileException(
            Reason.NOT_REPLAYED,
            file
                + ": line "
                + (i + 1)
                + " of its log is refused now: "
                + e.getMessage()
                + "; restore the file instead, or replay it with the weights, settings and limits"
                + " of that time",
            e);
      }
    }
  }

  private static void take(String line, SegmentationSession session) throws DamagedException {
    JsonFields call = JsonFields.parse(line);
    switch (call.text("call")) {
      case "addObject" -> {
        if (call.has("inside")) {
          session.addObject(call.text("name"), call.integer("inside"));
        } else {
          session.addObject(call.text("name"));
        }
      }
      case "addObjects" -> session.addObjects(start(call, session.volume()), MarkJson.axis(call));
      case "removeObject" -> session.removeObject(call.integer("object"));
      case "renameObject" -> session.renameObject(call.integer("object"), call.text("name"));
      case "colorObject" -> session.colorObject(call.integer("object"), call.integer("rgb"));
      case "allowOverlap" -> session.allowOverlap(call.flag("allowed"));
      case "lockObject" -> session.lockObject(call.integer("object"));
      case "unlockObject" -> session.unlockObject(call.integer("object"));
      case "limitObject" -> session.limitObject(call.integer("object"), box(call));
      case "interact" -> session.interact(mark(call, session));
      case "confirm" -> session.confirm(call.integer("object"), call.integer("slice"));
      case "withdraw" -> {
        if (call.has("mark")) {
          session.withdraw(mark(call, session));
        } else {
          session.withdraw(call.integer("object"), call.integer("slice"));
        }
      }
      case "propagate" -> session.propagate(scope(call));
      case "checkpoint" -> session.checkpoint(call.text("name"));
      case "restore" -> session.restore(call.text("name"));
      case "undo" -> session.undo();
      case "redo" -> session.redo();
      case "goOn" -> {
        // Another engine went on from here; this one computes all of it.
      }
      default ->
          throw new DamagedException("its log has the unknown call '" + call.text("call") + "'");
    }
  }

  private static Interaction mark(JsonFields call, SegmentationSession session)
      throws DamagedException {
    return MarkJson.read(call.object("mark"), session.volume());
  }

  private static Mask start(JsonFields call, Volume volume) throws DamagedException {
    NavigableMap<Long, long[]> runs = new TreeMap<>();
    int plane = volume.sliceSize(Axis.Z);
    RunLengths.read(
        call.text("runs"),
        (long) plane * volume.sizeZ(),
        (from, count, label) -> {
          if (label != 0) {
            runs.put(from, new long[] {from + count, label});
          }
        });
    return Mask.of((z, labels) -> readPlane(runs, (long) z * plane, labels), volume.grid());
  }

  private static void readPlane(NavigableMap<Long, long[]> runs, long start, byte[] labels) {
    Arrays.fill(labels, (byte) 0);
    Map.Entry<Long, long[]> before = runs.lowerEntry(start);
    long first = before == null ? start : before.getKey();
    runs.subMap(first, start + labels.length)
        .forEach(
            (from, run) -> {
              int low = (int) (Math.max(from, start) - start);
              int high = (int) (Math.min(run[0], start + labels.length) - start);
              if (low < high) {
                Arrays.fill(labels, low, high, (byte) run[1]);
              }
            });
  }

  private static PropagationScope scope(JsonFields call) throws DamagedException {
    return new PropagationScope(
        call.has("objects")
            ? Arrays.stream(call.integers("objects")).boxed().collect(Collectors.toSet())
            : PropagationScope.ALL.objects(),
        call.has("box") ? box(call) : Box.EVERYWHERE);
  }

  private static Box box(JsonFields call) throws DamagedException {
    int[] corners = call.integers("box");
    if (corners.length != 2 * Axis.values().length) {
      throw new DamagedException("its log has a box of " + corners.length + " numbers");
    }
    return new Box(corners[0], corners[1], corners[2], corners[3], corners[4], corners[5]);
  }
}
