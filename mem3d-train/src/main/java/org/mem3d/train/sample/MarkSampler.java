package org.mem3d.train.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationSettings;
import org.mem3d.SliceMask;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.MarkGeometry;
import org.mem3d.core.interaction.NetworkInput;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;
import org.mem3d.train.volume.TrainingVolume;

/**
 * Draws slices with first marks of every kind, in windows as the engine tries them: of any size
 * where the marks do not tell the object's, also too small for it; close ones where they do. Some
 * come with a mask that went wrong, as a propagation leaves it, to be corrected. The same volumes
 * and random numbers give the same samples.
 */
public final class MarkSampler {
  private static final int TRIES = 200;
  private static final double TO_CORRECT = 0.2;
  private static final double LATER_SPOILT = 0.5;
  private static final double HAND = 0.6;

  // The engine does not know which of its windows holds the object: the quality head must tell.
  private static final double SEARCHED = 0.7;
  private static final double LARGEST_SEARCHED = 4;

  /** Twice those that tell least of the object's size; null for two kinds together. */
  private static final @Nullable Prompt[] KINDS = {
    Prompt.SCRIBBLE, Prompt.SCRIBBLE, Prompt.CLICK, Prompt.CLICK, Prompt.BOX, Prompt.EXTREME, null
  };

  /** Those that tell an object's size. */
  private static final Prompt[] ENCLOSING = {Prompt.BOX, Prompt.EXTREME};

  private final AppearanceSettings appearance;
  private final double handShare;
  private final double openShare;

  /** Makes a sampler as training has it by default. */
  public MarkSampler() {
    this(new AppearanceSettings(), HAND, 1);
  }

  /**
   * Makes a sampler.
   *
   * @param appearance how intensities are changed
   * @param handShare how often first marks are a {@link Hand}'s, not the evaluation's user's
   * @param openShare how often a region that nobody chose may get first marks that do not tell its
   *     size: which of the regions around a click is meant is an accident
   */
  public MarkSampler(AppearanceSettings appearance, double handShare, double openShare) {
    this.appearance = appearance;
    this.handShare = handShare;
    this.openShare = openShare;
  }

  /**
   * Draws samples.
   *
   * @throws Mem3dException if the volumes hold no object of the size wanted
   */
  public List<MarkedSample> draw(List<TrainingVolume> volumes, int count, SplittableRandom random) {
    List<MarkedSample> samples = new ArrayList<>();
    for (int tries = 0; samples.size() < count; tries++) {
      if (tries == TRIES * count) {
        throw new Mem3dException(
            "no object of " + Target.LEAST_AREA + " pixels was found in the volumes");
      }
      Target target = Target.draw(volumes.get(random.nextInt(volumes.size())), random);
      if (target != null) {
        int slice = target.drawSlice(Target.LEAST_AREA, random);
        if (target.hasEdge(slice)) {
          samples.add(sample(target, slice, random));
        }
      }
    }
    return samples;
  }

  private MarkedSample sample(Target target, int slice, SplittableRandom random) {
    Scene scene = new Scene(target, appearance, slice, random);
    Axis axis = Axis.Z;
    SliceReader reader = scene.reader();
    SliceMask truth = scene.mask(slice);
    SimulatedUser user = new SimulatedUser(random.nextLong());
    boolean correct = random.nextDouble() < TO_CORRECT;
    boolean open = target.isSure() || random.nextDouble() < openShare;
    Prompt kind =
        open ? KINDS[random.nextInt(KINDS.length)] : ENCLOSING[random.nextInt(ENCLOSING.length)];
    boolean enclosing = correct || kind == Prompt.BOX || kind == Prompt.EXTREME;
    Window window = window(truth.bounds(), enclosing, random);
    List<Interaction> marks = new ArrayList<>();
    SlicePatch previous = SlicePatch.EMPTY;
    if (correct) {
      previous = spoilt(truth, window, random);
      SliceMask mask = previous.toMask(reader.sizeU(), reader.sizeV());
      marks.addAll(user.correction(1, axis, slice, mask, truth));
    } else if (kind == null) {
      Prompt first = KINDS[random.nextInt(KINDS.length - 1)];
      Prompt second = KINDS[random.nextInt(KINDS.length - 1)];
      marks.addAll(firstMarks(first == null ? Prompt.CLICK : first, slice, truth, user, random));
      marks.addAll(firstMarks(second == null ? Prompt.CLICK : second, slice, truth, user, random));
    } else {
      marks.addAll(firstMarks(kind, slice, truth, user, random));
    }
    boolean search = !correct && random.nextDouble() < SEARCHED;
    if (search && MarkGeometry.outline(marks, reader.sizeU(), reader.sizeV()) == null) {
      SliceMask inside = MarkGeometry.voxels(marks, true, reader.sizeU(), reader.sizeV());
      window = searched(inside.bounds(), truth.bounds(), random);
    }
    Normalisation normalisation =
        NetworkInput.normalisation(reader, slice, window, marks, previous);
    return new MarkedSample(
        reader,
        axis,
        slice,
        truth,
        new AnnotatedSlice.View(window, normalisation),
        user,
        marks,
        previous);
  }

  private List<Interaction> firstMarks(
      Prompt kind, int slice, SliceMask truth, SimulatedUser user, SplittableRandom random) {
    // Extreme points slip in the user's hand already, and negative marks are the user's alone.
    if (kind != Prompt.EXTREME && random.nextDouble() < handShare) {
      Hand hand = new Hand(Axis.Z, slice, truth, random);
      return switch (kind) {
        case SCRIBBLE -> hand.strokes();
        case BOX -> List.of(hand.box());
        default -> hand.clicks();
      };
    }
    return user.firstMarks(kind, 1, Axis.Z, slice, truth);
  }

  private static Window window(int[] box, boolean enclosing, SplittableRandom random) {
    double low = enclosing ? 1.35 : 1.25;
    double high = enclosing ? 2 : 4;
    double factor = low * Math.pow(high / low, random.nextDouble());
    Window centred = Window.around(box, Window.idealSide(box, factor), 0);
    double shift = (enclosing ? 0.02 : 0.08) * centred.side();
    return new Window(
        centred.lowU() + shift * random.nextGaussian(),
        centred.lowV() + shift * random.nextGaussian(),
        centred.side());
  }

  /** Returns one of the windows that the engine tries around marks, up to one much too large. */
  private static Window searched(int[] marked, int[] object, SplittableRandom random) {
    double largest = LARGEST_SEARCHED * Window.longerSide(object);
    double factor = PropagationSettings.DEFAULT.windowFactor();
    List<Window> windows = SliceSegmenter.searched(marked, factor, largest);
    // Too small is what the engine must find out most often: a mask then fills the window.
    int count = windows.size();
    return windows.get(Math.min(random.nextInt(count), random.nextInt(count)));
  }

  private static SlicePatch spoilt(SliceMask truth, Window window, SplittableRandom random) {
    float[] pixels = new float[SequenceBatch.PIXELS];
    SlicePatch.of(truth).sample(window, pixels);
    MaskDamage.spoil(pixels, 0, random);
    if (random.nextDouble() < LATER_SPOILT) {
      MaskDamage.spoil(pixels, 0, random);
    }
    return SlicePatch.of(pixels, window, truth.width(), truth.height());
  }
}
