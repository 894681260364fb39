package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.Mask;
import org.mem3d.PropagationScope;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** Draws calls of a session by lot, good and bad ones. One thread at a time. */
final class RandomSteps {
  /** A call, and what it is for people. */
  record Step(String name, Runnable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final int MOST_OBJECTS = 4;

  private final SplittableRandom random;
  private final Volume volume;

  RandomSteps(SplittableRandom random, Volume volume) {
    this.random = random;
    this.volume = volume;
  }

  /** Draws a call that changes the session, or should but is refused. */
  Step next(SegmentationSession session) {
    int object = object(session);
    List<SegmentationObject> objects = session.objects();
    if (objects.isEmpty() || (objects.size() < MOST_OBJECTS && random.nextInt(25) == 0)) {
      return add(session, objects);
    }
    int lot = random.nextInt(100);
    if (lot < 45) {
      Interaction mark = mark(session, object);
      return new Step("interact " + mark, () -> session.interact(mark));
    }
    if (lot < 56) {
      PropagationScope scope = scope(object);
      return new Step("propagate " + scope, () -> session.propagate(scope));
    }
    if (lot < 60) {
      int slice = random.nextInt(-1, 8);
      return new Step("confirm " + object + " " + slice, () -> session.confirm(object, slice));
    }
    if (lot < 68) {
      return new Step("undo", session::undo);
    }
    if (lot < 72) {
      return new Step("redo", session::redo);
    }
    if (lot < 76) {
      return withdraw(session, object);
    }
    if (lot < 78) {
      return new Step("remove " + object, () -> session.removeObject(object));
    }
    if (lot < 80) {
      String name = "name " + random.nextInt(6);
      return new Step("rename " + object, () -> session.renameObject(object, name));
    }
    if (lot < 81) {
      int rgb = random.nextInt(-1, 0x1000001);
      return new Step("colour " + object, () -> session.colorObject(object, rgb));
    }
    if (lot < 84) {
      return new Step("lock " + object, () -> session.lockObject(object));
    }
    if (lot < 88) {
      return new Step("unlock " + object, () -> session.unlockObject(object));
    }
    if (lot < 91) {
      Box box = random.nextInt(3) == 0 ? Box.EVERYWHERE : box();
      return new Step("limit " + object + " " + box, () -> session.limitObject(object, box));
    }
    if (lot < 93) {
      boolean allowed = random.nextInt(3) == 0;
      return new Step("overlap " + allowed, () -> session.allowOverlap(allowed));
    }
    String checkpoint = random.nextInt(12) == 0 ? " " : "checkpoint " + random.nextInt(3);
    return lot < 96
        ? new Step("checkpoint " + checkpoint, () -> session.checkpoint(checkpoint))
        : new Step("restore " + checkpoint, () -> session.restore(checkpoint));
  }

  private Step add(SegmentationSession session, List<SegmentationObject> objects) {
    String name = "name " + random.nextInt(6);
    int lot = random.nextInt(3);
    if (lot == 0) {
      Mask start = startMask();
      Axis axis = axis();
      return new Step("addObjects " + axis, () -> session.addObjects(start, axis));
    }
    if (lot == 1 && !objects.isEmpty()) {
      int inside = object(session);
      return new Step("add " + name + " in " + inside, () -> session.addObject(name, inside));
    }
    return new Step("add " + name, () -> session.addObject(name));
  }

  private Mask startMask() {
    byte[] labels = new byte[volume.sizeX() * volume.sizeY() * volume.sizeZ()];
    int label = random.nextInt(1, 4);
    int from = random.nextInt(labels.length);
    int to = random.nextInt(from, labels.length);
    for (int i = from; i < to; i++) {
      int x = i % volume.sizeX();
      labels[i] = (byte) (x > 4 && x < 14 ? label : 0);
    }
    return new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels);
  }

  /** Returns the label of an object, seldom one that is not there. */
  private int object(SegmentationSession session) {
    List<SegmentationObject> objects = session.objects();
    return objects.isEmpty() || random.nextInt(40) == 0
        ? random.nextInt(-1, 300)
        : objects.get(random.nextInt(objects.size())).label();
  }

  private Axis axis() {
    return random.nextInt(6) == 0 ? Axis.values()[random.nextInt(3)] : Axis.Z;
  }

  private Box box() {
    int x = random.nextInt(10);
    int y = random.nextInt(8);
    int z = random.nextInt(4);
    return new Box(x, y, z, x + random.nextInt(20), y + random.nextInt(20), z + random.nextInt(5));
  }

  private PropagationScope scope(int object) {
    PropagationScope scope =
        random.nextInt(3) == 0 ? PropagationScope.ofObjects(object) : PropagationScope.ALL;
    return random.nextInt(4) == 0 ? scope.within(box()) : scope;
  }

  private Step withdraw(SegmentationSession session, int object) {
    boolean there = session.objects().stream().anyMatch(each -> each.label() == object);
    List<Interaction> marks = there ? session.marks(object) : List.of();
    if (marks.isEmpty() || random.nextInt(3) == 0) {
      int slice = random.nextInt(-1, 8);
      return new Step("withdraw " + object + " " + slice, () -> session.withdraw(object, slice));
    }
    Interaction mark = marks.get(random.nextInt(marks.size()));
    return new Step("withdraw " + mark, () -> session.withdraw(mark));
  }

  private Interaction mark(SegmentationSession session, int object) {
    Axis axis =
        session.objects().stream()
            .filter(each -> each.label() == object && each.axis() != null)
            .map(SegmentationObject::axis)
            .findFirst()
            .orElseGet(this::axis);
    if (random.nextInt(40) == 0) {
      axis = Axis.values()[random.nextInt(3)];
    }
    int slice =
        random.nextInt(40) == 0 ? random.nextInt(-3, 40) : random.nextInt(volume.size(axis));
    boolean positive = random.nextInt(3) > 0;
    List<Point> points = new ArrayList<>();
    int count = random.nextInt(1, 6);
    for (int i = 0; i < 6; i++) {
      points.add(point(axis));
    }
    Point a = points.get(0);
    Point b = points.get(1);
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Interaction.Click(object, axis, slice, a, positive);
      case 2, 3 ->
          new Interaction.Scribble(
              object, axis, slice, points.subList(0, count), positive, 1 + random.nextInt(4));
      case 4 ->
          Interaction.box(object, axis, slice, a.u(), a.v(), a.u() + 1 + b.u(), a.v() + 1 + b.v());
      case 5 ->
          new Interaction.ExtremePoints(
              object,
              axis,
              slice,
              List.of(a, new Point(a.u() * 0.5, a.v() * 0.25), points.get(2), b));
      case 6 ->
          new Interaction.Lasso(
              object, axis, slice, List.of(a, b, new Point(a.u() + 2, b.v() - 2.5)), positive);
      default ->
          random.nextInt(3) == 0
              ? Interaction.absent(object, axis, slice)
              : Interaction.mask(object, axis, slice, rectangle(axis));
    };
  }

  private SliceMask rectangle(Axis axis) {
    int width = random.nextInt(60) == 0 ? 7 : volume.size(axis.u());
    int height = volume.size(axis.v());
    int[] corners = IntStream.range(0, 4).map(i -> random.nextInt(20)).toArray();
    return SliceMask.of(
        width,
        height,
        i ->
            i % width >= Math.min(corners[0], corners[1])
                && i % width <= Math.max(corners[0], corners[1])
                && i / width >= Math.min(corners[2], corners[3])
                && i / width <= Math.max(corners[2], corners[3]));
  }

  /** Returns a point in a slice, seldom one beside it. */
  private Point point(Axis axis) {
    double beside = random.nextInt(60) == 0 ? 30 : 0;
    return new Point(
        beside + random.nextInt(2 * volume.size(axis.u())) / 2.0,
        random.nextInt(2 * volume.size(axis.v()) - 1) / 2.0);
  }
}
