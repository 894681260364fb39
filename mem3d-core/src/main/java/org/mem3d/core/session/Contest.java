package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.region.SlicePatch;

/**
 * What the user sees of the objects of one state: each object's own masks without the voxels that
 * others have won, by the rules of {@link Claims}; whole where objects may overlap. Everything that
 * a session says of masks (labels, areas, suggestions, answers) is said of these.
 *
 * <p>Immutable; computed when it is asked for, slice by slice, any thread.
 */
final class Contest {
  /** The highest step of a probability. */
  private static final int CERTAIN = 255;

  private final SessionState state;
  private final Volume volume;

  /** What was asked for all slices at once, by label. */
  private final Map<Integer, List<SlicePatch>> seen = new ConcurrentHashMap<>();

  /** Those that have a mask, smallest first. */
  private final List<Claimant> claimants;

  private Contest(SessionState state, Volume volume, List<Claimant> claimants) {
    this.state = state;
    this.volume = volume;
    this.claimants = claimants;
  }

  /** Returns the contest of a state without objects. */
  static Contest empty(Volume volume) {
    return new Contest(SessionState.EMPTY, volume, List.of());
  }

  /** Returns the contest of another state on the same volume. */
  Contest of(SessionState other) {
    return new Contest(other, volume, Claimant.smallestFirst(other, volume, claimants));
  }

  /** Returns the objects that have a mask, smallest first. */
  List<Claimant> claimants() {
    return claimants;
  }

  /** Returns the state whose objects these are. */
  SessionState state() {
    return state;
  }

  /** Returns an object's patch with all voxels that others have won just outside. */
  SlicePatch seen(ObjectState object, int slice) {
    return without(object, slice, true, null);
  }

  /**
   * Returns an object's patch with the voxels just outside that another object of its kind has won;
   * those of an object inside it stay, since they are part of its shape.
   */
  SlicePatch shape(ObjectState object, int slice) {
    return without(object, slice, false, null);
  }

  /**
   * Returns all patches of an object of this state, each as {@link #seen(ObjectState, int)} gives
   * it, by slice; empty before its first mark. Computed once.
   */
  List<SlicePatch> seen(ObjectState object) {
    return seen.computeIfAbsent(object.label(), label -> allSeen(object));
  }

  private List<SlicePatch> allSeen(ObjectState object) {
    Axis axis = object.axis();
    List<SlicePatch> patches = new ArrayList<>();
    Claims scratch =
        axis == null || claimants.size() < 2 ? null : new Claims(volume.sliceSize(axis));
    for (int slice = 0; axis != null && slice < volume.size(axis); slice++) {
      patches.add(without(object, slice, true, scratch));
    }
    return List.copyOf(patches);
  }

  private SlicePatch without(
      ObjectState object, int slice, boolean ofNested, @Nullable Claims scratch) {
    SlicePatch patch = object.patch(slice);
    Axis axis = object.axis();
    if (axis == null
        || patch.area() == 0
        || state.overlapping()
        || !hasRivals(object, axis, slice, patch.bounds())) {
      return patch;
    }
    Claimant self = claimant(object);
    int width = volume.size(axis.u());
    Claims claims = scratch == null ? new Claims(volume.sliceSize(axis)) : scratch;
    claims.clear();
    fill(claims, axis, slice);
    return patch.lowered(
        (u, v) -> {
          Claimant holder = claims.holder(v * width + u);
          return holder != null
              && holder.object().label() != object.label()
              && (ofNested || self == null || !holder.nestedIn(self));
        });
  }

  /**
   * Returns where the user marked other objects on a slice, as negative marks for this one; without
   * objects that lie inside it or around it.
   */
  List<Interaction> marksOfOthers(ObjectState object, Axis axis, int slice) {
    List<Interaction> negative = new ArrayList<>();
    if (state.overlapping()) {
      return negative;
    }
    Claimant self = claimant(object);
    for (Claimant other : claimants) {
      AnnotatedSlice annotated = other.object().marked().get(slice);
      if (annotated == null
          || other.object().axis() != axis
          || other.object().label() == object.label()
          || state.around(object).contains(other.object().label())
          || other.isStatedInside(object.label())
          || (self != null && (other.nestedIn(self) || self.nestedIn(other)))) {
        continue;
      }
      for (Interaction mark : annotated.marks()) {
        if (mark instanceof Interaction.Scribble stroke && stroke.positive()) {
          negative.add(
              new Interaction.Scribble(
                  object.label(), axis, slice, stroke.points(), false, stroke.width()));
        } else if (mark instanceof Interaction.Click click && click.positive()) {
          negative.add(new Interaction.Click(object.label(), axis, slice, click.point(), false));
        }
      }
    }
    return negative;
  }

  private @Nullable Claimant claimant(ObjectState object) {
    for (Claimant claimant : claimants) {
      if (claimant.object().label() == object.label()) {
        return claimant;
      }
    }
    return null;
  }

  /** Returns whether others may claim voxels of a box on a slice. */
  private boolean hasRivals(ObjectState object, Axis axis, int slice, int[] box) {
    for (Claimant claimant : claimants) {
      if (claimant.object().label() == object.label()) {
        continue;
      }
      if (claimant.object().axis() != axis) {
        return true;
      }
      int[] other = claimant.object().patch(slice).bounds();
      if (other.length > 0
          && other[0] <= box[2]
          && box[0] <= other[2]
          && other[1] <= box[3]
          && box[1] <= other[3]) {
        return true;
      }
    }
    return false;
  }

  private void fill(Claims claims, Axis axis, int slice) {
    for (Claimant claimant : claimants) {
      PlaneVoxels.forEach(
          claimant.object(),
          volume,
          axis,
          slice,
          (at, level, own, u, v) -> {
            if (level >= SlicePatch.INSIDE) {
              claims.take(at, claimant, claimant.standing(own, u, v), level);
            }
          });
    }
  }

  /**
   * Copies out the labels of all objects in a plane along z.
   *
   * @param claims of such a plane, to be used for this
   * @param labels filled, x fastest
   */
  void readLabels(int z, Claims claims, byte[] labels) {
    claims.clear();
    fill(claims, Axis.Z, z);
    claims.copyLabels(labels);
  }

  /** Returns one object's voxels, with its label. */
  Mask labels(ObjectState object) {
    byte label = (byte) object.label();
    SeenPlanes planes = planes(object);
    return Mask.of(
        (z, plane) -> planes.read(z, plane, (level, s) -> level >= SlicePatch.INSIDE ? label : 0),
        volume.grid());
  }

  /** Returns the probability of one object, 0 to 1, as a volume of its own memory. */
  Volume probability(ObjectState object) {
    SeenPlanes planes = planes(object);
    return Volume.ofUnsignedBytes(
            (z, plane) -> planes.read(z, plane, (level, slice) -> level), volume.grid())
        .rescaled(1.0 / CERTAIN, 0);
  }

  /**
   * Returns the chance of each voxel to be on the wrong side of an object's mask, 0 to 0.5. On a
   * slice the chances are in proportion to what the probabilities leave open, and add up to the
   * number of wrong voxels that its predicted Dice stands for.
   *
   * @param slices what is known of the object's slices, by index
   */
  Volume uncertainty(ObjectState object, List<SliceQuality> slices) {
    double[] factors = new double[slices.size()];
    for (int slice = 0; slice < factors.length; slice++) {
      long open = open(seen(object).get(slice));
      SliceQuality quality = slices.get(slice);
      // Of two masks of one area, half the voxels that only one has are in each.
      double wrong = 2 * (1 - quality.predictedDice()) * quality.area();
      factors[slice] = open == 0 ? 0 : wrong / (open / (double) CERTAIN);
    }
    SeenPlanes planes = planes(object);
    return Volume.ofUnsignedBytes(
            (z, plane) ->
                planes.read(
                    z,
                    plane,
                    (level, slice) -> {
                      double chance = factors[slice] * Math.min(level, CERTAIN - level) / CERTAIN;
                      return (int) Math.round(2 * CERTAIN * Math.min(0.5, chance));
                    }),
            volume.grid())
        .rescaled(0.5 / CERTAIN, 0);
  }

  private SeenPlanes planes(ObjectState object) {
    return new SeenPlanes(volume.sizeX(), object.axis(), seen(object));
  }

  /** Returns the sum of what the probabilities of a patch leave open, in steps. */
  private static long open(SlicePatch patch) {
    long open = 0;
    for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
      for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
        int level = patch.levelAt(u, v);
        open += Math.min(level, CERTAIN - level);
      }
    }
    return open;
  }
}
