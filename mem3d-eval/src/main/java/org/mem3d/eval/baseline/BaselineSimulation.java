package org.mem3d.eval.baseline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.ObjectResult;
import org.mem3d.eval.RoundListener;
import org.mem3d.eval.Score;
import org.mem3d.eval.Truth;

/**
 * Plays baselines beside a session of mem3d: after each round they get the slices that were
 * annotated there, and the masks that those slices have, so that all methods know the same. Belongs
 * to one thread.
 */
public final class BaselineSimulation implements RoundListener {
  private final Volume image;
  private final Truth truth;
  private final List<BaselineMethod> baselines;
  private final boolean marksAlone;
  private final TreeMap<Integer, Seeds> known = new TreeMap<>();
  private final Map<BaselineMethod, List<ObjectResult.Round>> played = new LinkedHashMap<>();

  /**
   * Makes ready to play one object.
   *
   * @param marksAlone whether baselines get the marks that the user made instead of the annotated
   *     slices' masks
   * @throws IllegalArgumentException if a baseline needs whole masks and marks alone are given
   */
  public BaselineSimulation(
      Volume image, Truth truth, List<? extends BaselineMethod> baselines, boolean marksAlone) {
    this.image = image;
    this.truth = truth;
    this.baselines = List.copyOf(baselines);
    this.marksAlone = marksAlone;
    for (BaselineMethod baseline : baselines) {
      if (marksAlone && baseline.needsWholeMasks()) {
        throw new IllegalArgumentException(
            baseline.method() + " needs the masks of annotated slices, not marks alone");
      }
      played.put(baseline, new ArrayList<>());
    }
  }

  @Override
  public void played(ObjectResult.Round round, List<Interaction> marks, List<SliceMask> masks) {
    SliceMask mask = masks.get(round.slice());
    known.put(
        round.slice(),
        marksAlone
            ? Seeds.ofMarks(
                marks.stream().filter(mark -> mark.slice() == round.slice()).toList(),
                mask.width(),
                mask.height())
            : Seeds.ofMask(mask));
    played.forEach(
        (baseline, rounds) -> {
          long start = System.nanoTime();
          List<SliceMask> answer =
              baseline.segment(new AnnotatedVolume(image, truth.axis(), known));
          double seconds = (System.nanoTime() - start) / 1e9;
          rounds.add(
              new ObjectResult.Round(
                  round.round(),
                  round.slice(),
                  Score.of(answer, truth, image.geometry()),
                  seconds,
                  Double.NaN,
                  Double.NaN,
                  Double.NaN,
                  List.of()));
        });
  }

  /**
   * Returns what was measured of each baseline.
   *
   * @param beside the run that they were played beside
   */
  public List<ObjectResult> runs(ObjectResult beside) {
    return baselines.stream()
        .map(
            baseline ->
                new ObjectResult(
                    beside.set(),
                    beside.caseName(),
                    beside.label(),
                    beside.axis(),
                    beside.interaction(),
                    beside.policy(),
                    baseline.method(),
                    beside.backend(),
                    played.getOrDefault(baseline, List.of())))
        .toList();
  }
}
