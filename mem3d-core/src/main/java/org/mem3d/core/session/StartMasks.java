package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/** The labels of a mask, slice by slice, as predictions of unknown Dice. */
final class StartMasks {
  /** What a slice of unknown quality counts as where slices are ranked or joined. */
  static final float ASSUMED_DICE = 0.75f;

  private static final SlicePrediction NOTHING =
      new SlicePrediction(SlicePatch.EMPTY, ASSUMED_DICE);

  private StartMasks() {}

  /** Returns the predictions of each label above 0, one for each slice along an axis. */
  static SortedMap<Integer, List<SlicePrediction>> of(Mask mask, Volume volume, Axis axis) {
    int width = volume.size(axis.u());
    int height = volume.size(axis.v());
    int slices = volume.size(axis);
    byte[] labels = new byte[width * height];
    SortedMap<Integer, List<SlicePrediction>> found = new TreeMap<>();
    for (int slice = 0; slice < slices; slice++) {
      mask.readSlice(axis, slice, labels);
      boolean[] there = new boolean[256];
      for (byte label : labels) {
        there[label & 0xff] = true;
      }
      for (int label = 1; label < there.length; label++) {
        if (there[label]) {
          byte wanted = (byte) label;
          SliceMask pixels = SliceMask.of(width, height, i -> labels[i] == wanted);
          List<SlicePrediction> masks = found.computeIfAbsent(label, key -> empty(slices));
          masks.set(slice, new SlicePrediction(SlicePatch.of(pixels), ASSUMED_DICE));
        }
      }
    }
    return found;
  }

  /**
   * Returns what a propagation makes of an object that began with masks. They change between a
   * slice that the user has corrected and the next annotated ones, or the volume's end: the nearer,
   * the more, and the surer what was carried is, the more. A slice that was confirmed as it was
   * carries nothing that the masks do not say already.
   *
   * @param carried from all annotated slices, null where nothing came
   */
  static @Nullable SlicePrediction[] joined(
      ObjectState object, @Nullable SlicePrediction[] carried) {
    @Nullable SlicePrediction[] joined = carried.clone();
    for (int slice = 0; slice < joined.length; slice++) {
      SlicePrediction start = object.start().get(slice).value();
      if (start == null || object.marked().containsKey(slice)) {
        continue;
      }
      SlicePrediction next = carried[slice];
      float weight = Math.max(weight(object, slice, -1), weight(object, slice, 1));
      if (next == null || weight == 0) {
        joined[slice] = start;
        continue;
      }
      float carriedWeight = weight * next.predictedDice();
      float share = carriedWeight / (carriedWeight + (1 - weight) * ASSUMED_DICE);
      joined[slice] =
          new SlicePrediction(
              SlicePatch.blend(next.patch(), share, start.patch(), 1 - share),
              share * next.predictedDice() + (1 - share) * ASSUMED_DICE);
    }
    return joined;
  }

  /** Returns how much a corrected slice on one side says of a slice, 0 to 1. */
  private static float weight(ObjectState object, int slice, int side) {
    NavigableMap<Integer, AnnotatedSlice> marked = object.marked();
    Integer from = side < 0 ? marked.lowerKey(slice) : marked.higherKey(slice);
    Integer other = side < 0 ? marked.higherKey(slice) : marked.lowerKey(slice);
    AnnotatedSlice annotated = from == null ? null : marked.get(from);
    SlicePrediction before = from == null ? null : object.start().get(from).value();
    if (from == null
        || annotated == null
        || before == null
        || annotated.patch().equals(before.patch())) {
      return 0;
    }
    int end = other != null ? other : side < 0 ? object.start().size() : -1;
    return 1 - (float) Math.abs(slice - from) / Math.abs(end - from);
  }

  private static List<SlicePrediction> empty(int slices) {
    List<SlicePrediction> masks = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      masks.add(NOTHING);
    }
    return masks;
  }
}
