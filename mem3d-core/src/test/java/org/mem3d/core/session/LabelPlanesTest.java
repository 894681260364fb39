package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/**
 * Labels made from those before are what labels made from nothing are, and differ as it is told.
 */
class LabelPlanesTest {
  private static final int SIZE_X = 11;
  private static final int SIZE_Y = 9;
  private static final int SIZE_Z = 7;

  private final Volume volume =
      Volume.ofUnsignedBytes(
          new byte[SIZE_X * SIZE_Y * SIZE_Z], SIZE_X, SIZE_Y, SIZE_Z, Geometry.UNIT);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomStates(long seed) {
    Random random = new Random(seed);
    List<SessionState> states = new ArrayList<>(List.of(SessionState.EMPTY));
    LabelPlanes shown = LabelPlanes.empty(volume);
    for (int step = 0; step < 60; step++) {
      // Now and then back to any earlier state, as undo and checkpoints do.
      SessionState from =
          random.nextInt(8) == 0 ? states.get(random.nextInt(states.size())) : last(states);
      SessionState next = changed(from, random);
      states.add(next);
      LabelPlanes after = shown.of(next);
      String when = "seed " + seed + ", step " + step;
      assertThat(after.mask()).as(when).isEqualTo(LabelPlanes.empty(volume).of(next).mask());
      requireChanges(shown.mask(), after.mask(), shown.changesTo(after), when);
      assertThat(after.changesTo(shown))
          .as("back, " + when)
          .extracting(Change::box)
          .isEqualTo(shown.changesTo(after).stream().map(Change::box).toList());
      shown = after;
    }
  }

  private static SessionState last(List<SessionState> states) {
    return states.get(states.size() - 1);
  }

  private SessionState changed(SessionState state, Random random) {
    List<ObjectState> objects = state.objects();
    if (objects.isEmpty() || (objects.size() < 5 && random.nextInt(4) == 0)) {
      int label = state.freeLabel();
      boolean nested = !objects.isEmpty() && random.nextBoolean();
      int inside = nested ? objects.get(random.nextInt(objects.size())).label() : 0;
      return state.with(ObjectState.named(label, "object " + label, inside));
    }
    ObjectState object = objects.get(random.nextInt(objects.size()));
    return switch (random.nextInt(8)) {
      case 0 -> state.without(object.label());
      case 1 -> state.with(object.withRgb(random.nextInt(99)));
      case 2, 3 -> object.axis() == null ? state : state.with(predicted(object, random));
      case 4 ->
          object.marked().isEmpty()
              ? state
              : state.with(object.withoutMarked(object.marked().firstKey()));
      default -> state.with(marked(object, random));
    };
  }

  private ObjectState marked(ObjectState object, Random random) {
    Axis known = object.axis();
    Axis axis = known == null ? Axis.values()[random.nextInt(3)] : known;
    int slice = random.nextInt(volume.size(axis));
    Interaction mark = Interaction.mask(object.label(), axis, slice, blot(axis, random));
    AnnotatedSlice given = SliceSegmenter.given(mark);
    assertThat(given).isNotNull();
    return object.withMarked(axis, given);
  }

  private ObjectState predicted(ObjectState object, Random random) {
    Axis axis = object.axis();
    assertThat(axis).isNotNull();
    @Nullable SlicePrediction[] predictions = new SlicePrediction[volume.size(axis)];
    for (int slice = 0; slice < predictions.length; slice++) {
      if (!object.marked().containsKey(slice) && random.nextInt(3) > 0) {
        predictions[slice] = new SlicePrediction(SlicePatch.of(blot(axis, random)), 0.5f);
      }
    }
    return object.withPredictions(predictions, PropagationCache.NOTHING);
  }

  private SliceMask blot(Axis axis, Random random) {
    int width = volume.size(axis.u());
    int height = volume.size(axis.v());
    int centreU = random.nextInt(width);
    int centreV = random.nextInt(height);
    double radius = random.nextDouble() * 4;
    return SliceMask.of(
        width,
        height,
        i -> Math.hypot(i % width - centreU, Math.floorDiv(i, width) - centreV) < radius);
  }

  private static void requireChanges(Mask before, Mask after, List<Change> told, String when) {
    List<Change> expected = new ArrayList<>();
    for (int label = 1; label < 256; label++) {
      TreeSet<Integer> xs = new TreeSet<>();
      TreeSet<Integer> ys = new TreeSet<>();
      TreeSet<Integer> zs = new TreeSet<>();
      for (int z = 0; z < SIZE_Z; z++) {
        for (int y = 0; y < SIZE_Y; y++) {
          for (int x = 0; x < SIZE_X; x++) {
            if ((before.label(x, y, z) == label) != (after.label(x, y, z) == label)) {
              xs.add(x);
              ys.add(y);
              zs.add(z);
            }
          }
        }
      }
      if (!xs.isEmpty()) {
        int place = expected.size();
        assertThat(told).as(when).hasSizeGreaterThan(place);
        Axis axis = told.get(place).axis();
        Box box = new Box(xs.first(), ys.first(), zs.first(), xs.last(), ys.last(), zs.last());
        TreeSet<Integer> slices = axis == Axis.X ? xs : axis == Axis.Y ? ys : zs;
        expected.add(new Change(label, axis, List.copyOf(slices), box));
      }
    }
    assertThat(told).as(when).isEqualTo(expected);
  }
}
