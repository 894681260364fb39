package org.mem3d.core.store;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.runtime.json.JsonException;
import org.mem3d.runtime.json.JsonFields;

/**
 * Marks as JSON, with the words of the command line's files of interactions; a mask has its pixels
 * as {@link RunLengths}. Stateless.
 */
public final class MarkJson {
  private MarkJson() {}

  /** Returns a mark as a JSON object. */
  public static Map<String, Object> of(Interaction mark) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "");
    json.put("object", mark.object());
    json.put("axis", axis(mark.axis()));
    json.put("slice", mark.slice());
    mark.accept(new Fields(json));
    return json;
  }

  /** Adds the fields that a kind of mark has. */
  private record Fields(Map<String, Object> json) implements Interaction.Visitor {
    @Override
    public void scribble(Interaction.Scribble scribble) {
      json.put("type", "scribble");
      json.put("points", pairs(scribble.points()));
      json.put("positive", scribble.positive());
      json.put("width", scribble.width());
    }

    @Override
    public void click(Interaction.Click click) {
      json.put("type", "click");
      json.put("point", pair(click.point()));
      json.put("positive", click.positive());
    }

    @Override
    public void box(Interaction.BoundingBox box) {
      json.put("type", "box");
      json.put("box", List.of(box.low().u(), box.low().v(), box.high().u(), box.high().v()));
    }

    @Override
    public void extremePoints(Interaction.ExtremePoints extreme) {
      json.put("type", "extreme");
      json.put("points", pairs(extreme.points()));
    }

    @Override
    public void lasso(Interaction.Lasso lasso) {
      json.put("type", "lasso");
      json.put("points", pairs(lasso.points()));
      json.put("positive", lasso.positive());
    }

    @Override
    public void mask(Interaction.GivenMask given) {
      json.put("type", "mask");
      RunLengths runs = new RunLengths();
      for (int i = 0; i < given.mask().width() * given.mask().height(); i++) {
        runs.add(given.mask().contains(i) ? 1 : 0);
      }
      json.put("runs", runs.toString());
    }

    @Override
    public void absent(Interaction.Absent absent) {
      json.put("type", "absent");
    }
  }

  /** Returns an axis in small letters. */
  public static String axis(Axis axis) {
    return axis.name().toLowerCase(Locale.ROOT);
  }

  private static List<Double> pair(Point point) {
    return List.of(point.u(), point.v());
  }

  private static List<List<Double>> pairs(List<Point> points) {
    return points.stream().map(MarkJson::pair).toList();
  }

  /**
   * Returns a mark from its JSON object.
   *
   * @param volume on which it is; the mark of a mask has the size of its slices
   * @throws DamagedException if it is no such object
   * @throws JsonException as that
   * @throws org.mem3d.InteractionException if there is no such mark
   */
  public static Interaction read(JsonFields json, Volume volume) throws DamagedException {
    int object = json.integer("object");
    Axis axis = axis(json);
    int slice = json.integer("slice");
    return switch (json.text("type")) {
      case "scribble" ->
          new Interaction.Scribble(
              object, axis, slice, points(json), json.flag("positive"), json.number("width"));
      case "click" ->
          new Interaction.Click(
              object, axis, slice, point(json.numbers("point")), json.flag("positive"));
      case "box" -> {
        double[] box = json.numbers("box");
        if (box.length != 4) {
          throw new DamagedException("its box has " + box.length + " numbers");
        }
        yield Interaction.box(object, axis, slice, box[0], box[1], box[2], box[3]);
      }
      case "extreme" -> new Interaction.ExtremePoints(object, axis, slice, points(json));
      case "lasso" ->
          new Interaction.Lasso(object, axis, slice, points(json), json.flag("positive"));
      case "mask" -> Interaction.mask(object, axis, slice, mask(json, axis, volume));
      case "absent" -> Interaction.absent(object, axis, slice);
      default -> throw new DamagedException("it has a mark of type '" + json.text("type") + "'");
    };
  }

  /**
   * Returns the axis of a JSON object.
   *
   * @throws DamagedException if it has none
   */
  public static Axis axis(JsonFields json) throws DamagedException {
    String name = json.text("axis");
    for (Axis axis : Axis.values()) {
      if (axis(axis).equals(name)) {
        return axis;
      }
    }
    throw new DamagedException("it has the axis '" + name + "'");
  }

  private static SliceMask mask(JsonFields json, Axis axis, Volume volume) throws DamagedException {
    BitSet inside = new BitSet();
    RunLengths.read(
        json.text("runs"),
        volume.sliceSize(axis),
        (from, count, label) -> inside.set((int) from, (int) (from + count), label != 0));
    return SliceMask.of(volume.size(axis.u()), volume.size(axis.v()), inside::get);
  }

  private static List<Point> points(JsonFields json) throws DamagedException {
    List<Point> points = new ArrayList<>();
    for (Object each : json.array("points")) {
      if (!(each instanceof List<?> pair)
          || !pair.stream().allMatch(value -> value instanceof Number)) {
        throw new JsonException("'points' does not hold pairs of numbers");
      }
      points.add(
          point(pair.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray()));
    }
    return points;
  }

  private static Point point(double[] uv) throws DamagedException {
    if (uv.length != 2) {
      throw new DamagedException("it has a point of " + uv.length + " numbers");
    }
    return new Point(uv[0], uv[1]);
  }
}
