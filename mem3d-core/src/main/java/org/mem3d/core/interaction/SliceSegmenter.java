package org.mem3d.core.interaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.core.network.Concurrently;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.refinement.SliceRefinement;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;

/**
 * Makes the mask of a slice from its marks, and betters it with further ones.
 *
 * <p>Marks that enclose the object give the window. Strokes and clicks do not: then windows of
 * several sizes are tried in one batch and the answer is taken that the quality head trusts most,
 * that the image's edges bear out and that fits its window best; after a stroke the window is then
 * drawn around it once more. Masks without an outline from the marks are brought to the edges. One
 * thread at a time.
 */
public final class SliceSegmenter implements Segmenter {
  private static final double SEARCH_STEP = 1.35;
  private static final int MOST_WINDOWS = 12;

  // The quality head trusts small masks inside a large object too much. A power of the window's
  // side makes up for it, and so does agreement with neighbouring windows. Measured, with the finer
  // steps: first scribble 0.66 -> 0.75, first click 0.44 -> 0.67 mean Dice.
  private static final double LARGER_IS_LIKELIER = 0.3;
  private static final double AGREEMENT_COUNTS = 0.25;

  private static final double LEAST_FILL = 0.25;
  private static final double MOST_FILL = 0.8;

  private final InteractionModel model;
  private final double windowFactor;

  /** What the network said in one window. */
  private static final class Answer {
    final MarkedSlice.View view;
    final float[] probability;
    final float predictedDice;

    Answer(MarkedSlice.View view, float[] probability, float predictedDice) {
      this.view = view;
      this.probability = probability;
      this.predictedDice = predictedDice;
    }

    /** Returns the mask on the voxel grid. */
    SlicePatch patch(SliceReader reader) {
      return SlicePatch.of(probability, view.window(), reader.sizeU(), reader.sizeV());
    }
  }

  /**
   * Makes a segmenter.
   *
   * @param model is closed with it
   * @param windowFactor side of the window, in longer sides of the object's box
   */
  public SliceSegmenter(InteractionModel model, double windowFactor) {
    this.model = model;
    this.windowFactor = windowFactor;
  }

  @Override
  public MarkedSlice answer(
      SliceReader reader, Interaction mark, @Nullable MarkedSlice before, SlicePatch propagated) {
    MarkedSlice given = given(mark);
    if (given != null) {
      return given;
    }
    List<Interaction> marks = new ArrayList<>(before == null ? List.of() : before.marks());
    marks.add(mark);
    SlicePatch previous = before == null ? propagated : before.patch();
    SliceMask inside = MarkGeometry.voxels(marks, true, reader.sizeU(), reader.sizeV());
    SliceMask outside = MarkGeometry.voxels(marks, false, reader.sizeU(), reader.sizeV());
    int @Nullable [] outline = MarkGeometry.outline(marks, reader.sizeU(), reader.sizeV());
    if (inside.isEmpty() && outline == null && previous.area() == 0) {
      throw new InteractionException(
          "slice "
              + mark.axis()
              + "="
              + mark.slice()
              + " has only negative marks and no mask to correct: add a positive mark, or say that"
              + " the object is absent");
    }
    Answer answer = look(reader, mark.slice(), marks, before, previous, inside, outside, outline);
    SlicePatch patch = answer.patch(reader);
    if (outline == null) {
      // Marks that enclose the object say more of its outline than edges do.
      patch = SliceRefinement.of(reader, mark.slice(), patch, inside, outside);
    }
    patch = patch.forced(inside, outside);
    return new MarkedSlice(mark.slice(), marks, patch, answer.predictedDice, answer.view);
  }

  /** Returns the answer to a mark that is a mask or says that there is none; null to others. */
  public static @Nullable MarkedSlice given(Interaction mark) {
    if (mark instanceof Interaction.GivenMask given) {
      return new MarkedSlice(mark.slice(), List.of(mark), SlicePatch.of(given.mask()), 1, null);
    }
    if (mark instanceof Interaction.Absent) {
      return new MarkedSlice(mark.slice(), List.of(mark), SlicePatch.EMPTY, 1, null);
    }
    return null;
  }

  private Answer look(
      SliceReader reader,
      int slice,
      List<Interaction> marks,
      @Nullable MarkedSlice before,
      SlicePatch previous,
      SliceMask inside,
      SliceMask outside,
      int @Nullable [] outline) {
    int[] known = Window.union(previous.bounds(), inside.bounds());
    MarkedSlice.View kept = before == null ? null : before.view();
    if (kept != null && previous.area() > 0 && holds(kept.window(), known)) {
      float[] input = new float[InteractionModel.INPUT];
      NetworkInput.fill(reader, slice, kept, marks, previous, input);
      return run(List.of(kept), List.of(input)).get(0);
    }
    if (outline != null || previous.area() > 0) {
      int[] box = outline == null ? known : Window.union(outline, known);
      Window window = Window.around(box, windowFactor);
      return look(reader, slice, marks, previous, inside, outline, List.of(window)).get(0);
    }
    return search(reader, slice, marks, previous, inside, outside);
  }

  /**
   * Returns the windows in which an object is looked for whose size its marks do not tell, smallest
   * first; at least one.
   *
   * @param box around the marks, inclusive corners
   * @param windowFactor side of the smallest, in longer sides of the box
   * @param largest side of the largest, in voxels
   */
  public static List<Window> searched(int[] box, double windowFactor, double largest) {
    List<Window> windows = new ArrayList<>();
    double side = Window.idealSide(box, windowFactor);
    for (;
        windows.size() < MOST_WINDOWS && (windows.isEmpty() || side <= largest);
        side *= SEARCH_STEP) {
      windows.add(Window.around(box, side, 0));
    }
    return windows;
  }

  private Answer search(
      SliceReader reader,
      int slice,
      List<Interaction> marks,
      SlicePatch previous,
      SliceMask inside,
      SliceMask outside) {
    int[] box = inside.bounds();
    double largest = 1.25 * Math.max(reader.sizeU(), reader.sizeV());
    List<Window> windows = searched(box, windowFactor, largest);
    Answer best =
        best(
            look(reader, slice, marks, previous, inside, null, windows),
            reader,
            slice,
            inside,
            outside);
    SlicePatch patch = best.patch(reader);
    boolean strokes = marks.stream().anyMatch(mark -> mark instanceof Interaction.Scribble);
    if (!strokes || patch.area() == 0) {
      // A click says nothing of the object's size: its first mask is too small to aim by.
      return best;
    }
    Window closer = Window.around(Window.union(patch.bounds(), box), windowFactor);
    return look(reader, slice, marks, previous, inside, null, List.of(closer)).get(0);
  }

  /** Asks the network in several windows; those that an outline gives take their seed from it. */
  private List<Answer> look(
      SliceReader reader,
      int slice,
      List<Interaction> marks,
      SlicePatch previous,
      SliceMask inside,
      int @Nullable [] outline,
      List<Window> windows) {
    MarkedSlice.View[] views = new MarkedSlice.View[windows.size()];
    float[][] inputs = new float[windows.size()][InteractionModel.INPUT];
    Concurrently.run(
        views.length,
        i -> {
          Window window = windows.get(i);
          float[] pixels = NetworkInput.pixels(reader, slice, window);
          views[i] =
              new MarkedSlice.View(
                  window, NetworkInput.normalisation(pixels, window, inside, previous, outline));
          NetworkInput.fill(pixels, views[i], marks, previous, inputs[i]);
        });
    return run(List.of(views), List.of(inputs));
  }

  /** Returns the best of answers in windows of rising size. */
  private static Answer best(
      List<Answer> answers, SliceReader reader, int slice, SliceMask inside, SliceMask outside) {
    SliceMask[] masks = new SliceMask[answers.size()];
    double[] borneOut = new double[masks.length];
    Concurrently.run(
        masks.length,
        i -> {
          SlicePatch patch = answers.get(i).patch(reader);
          masks[i] = patch.toMask(reader.sizeU(), reader.sizeV());
          borneOut[i] = SliceRefinement.borneOut(reader, slice, patch, inside, outside);
        });
    Answer best = answers.get(0);
    double bestScore = -1;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      Window window = answer.view.window();
      double score =
          answer.predictedDice
              * borneOut[i]
              * fit(masks[i], window)
              * Math.pow(agreement(masks, i), AGREEMENT_COUNTS)
              * Math.pow(window.side(), LARGER_IS_LIKELIER);
      if (score > bestScore) {
        best = answer;
        bestScore = score;
      }
    }
    return best;
  }

  /** Returns the mean Dice of a mask with those of the next smaller and the next larger window. */
  private static double agreement(SliceMask[] masks, int index) {
    double sum = 0;
    int count = 0;
    for (int other = index - 1; other <= index + 1; other += 2) {
      if (other >= 0 && other < masks.length) {
        int areas = masks[index].area() + masks[other].area();
        sum += areas == 0 ? 0 : 2.0 * masks[index].overlap(masks[other]) / areas;
        count++;
      }
    }
    return count == 0 ? 1 : sum / count;
  }

  /**
   * Returns 1 for a mask that fills its window as in training, less for a smaller or larger one.
   */
  private static double fit(SliceMask mask, Window window) {
    if (mask.isEmpty()) {
      return 0;
    }
    double fill = Window.longerSide(mask.bounds()) / window.side();
    if (fill < LEAST_FILL) {
      return fill / LEAST_FILL;
    }
    return fill <= MOST_FILL ? 1 : Math.max(0.05, (1 - fill) / (1 - MOST_FILL));
  }

  private static boolean holds(Window window, int[] box) {
    return box[0] >= window.lowU()
        && box[1] >= window.lowV()
        && box[2] + 1 <= window.lowU() + window.side()
        && box[3] + 1 <= window.lowV() + window.side();
  }

  private List<Answer> run(List<MarkedSlice.View> views, List<float[]> inputs) {
    List<float[]> probabilities =
        views.stream().map(view -> InteractionModel.newProbability()).toList();
    List<Answer> answers = new ArrayList<>();
    int most = model.largestBatch();
    for (int from = 0; from < views.size(); from += most) {
      int to = Math.min(views.size(), from + most);
      float[] quality = model.run(inputs.subList(from, to), probabilities.subList(from, to));
      for (int i = from; i < to; i++) {
        answers.add(new Answer(views.get(i), probabilities.get(i), quality[i - from]));
      }
    }
    return answers;
  }

  @Override
  public void close() {
    model.close();
  }
}
