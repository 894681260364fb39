package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Suggestion;
import org.mem3d.Transfers;
import org.mem3d.eval.Metrics;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;

/**
 * One session on a made-up volume: a simulated user marks the object's largest slice with four
 * extreme points and propagates; then, round by round, corrects the slice that the session suggests
 * with one click or stroke, and propagates again. Times each step. Belongs to one thread.
 */
final class RoundSimulation implements AutoCloseable {
  private static final int SUGGESTIONS = 20;
  private static final long USER_SEED = 11;

  private final SegmentationEngine engine;
  private final ScanVolume scan;
  private final SegmentationSession session;
  private final SimulatedUser user = new SimulatedUser(USER_SEED);
  private final int object;
  private final List<Double> propagations = new ArrayList<>();
  private final List<Double> firstAnswers = new ArrayList<>();
  private final List<Double> answers = new ArrayList<>();
  private final List<Double> toDevice = new ArrayList<>();
  private final List<Double> fromDevice = new ArrayList<>();
  private long offHeapBytes;

  /** Opens a session. */
  RoundSimulation(SegmentationEngine engine, ScanVolume scan) {
    this.engine = engine;
    this.scan = scan;
    this.session = engine.newSession(scan.image());
    this.object = session.addObject("object");
  }

  /** Marks the object's largest slice and propagates. */
  void firstRound() {
    int slice = scan.truth().largestSlice();
    SliceMask wanted = scan.truth().slices().get(slice);
    for (Interaction mark : user.firstMarks(Prompt.EXTREME, object, Axis.Z, slice, wanted)) {
      firstAnswers.add(answer(mark));
    }
    propagate();
  }

  /**
   * Corrects the first of the suggested slices whose mask is wrong, and propagates; confirms the
   * first one if none is.
   *
   * @throws Mem3dException if the session suggests nothing, the object being lost
   */
  void laterRound() {
    Transfers before = engine.transfers();
    List<Suggestion> suggestions = session.suggest(SUGGESTIONS);
    if (suggestions.isEmpty()) {
      throw new Mem3dException("the object was lost: no slice is suggested for correction");
    }
    Mask mask = session.mask();
    List<Interaction> marks = List.of();
    for (int i = 0; i < suggestions.size() && marks.isEmpty(); i++) {
      int slice = suggestions.get(i).slice();
      SliceMask wanted = scan.truth().slices().get(slice);
      SliceMask now = mask.slice(object, Axis.Z, slice);
      marks = user.correction(object, Axis.Z, slice, now, wanted);
    }
    if (marks.isEmpty()) {
      int slice = suggestions.get(0).slice();
      SliceMask now = mask.slice(object, Axis.Z, slice);
      marks = List.of(Interaction.mask(object, Axis.Z, slice, now));
    }
    marks.forEach(mark -> answers.add(answer(mark)));
    propagate();
    Transfers copied = engine.transfers().since(before);
    toDevice.add((double) copied.bytesToDevice());
    fromDevice.add((double) copied.bytesFromDevice());
  }

  private double answer(Interaction mark) {
    long start = System.nanoTime();
    session.interact(mark);
    double millis = (System.nanoTime() - start) / 1e6;
    sampleOffHeapBytes();
    // These are answered without the network: their time would flatter.
    boolean given = mark instanceof Interaction.Absent || mark instanceof Interaction.GivenMask;
    return given ? Double.NaN : millis;
  }

  private void propagate() {
    long start = System.nanoTime();
    session.propagate();
    propagations.add((System.nanoTime() - start) / 1e9);
    sampleOffHeapBytes();
  }

  private void sampleOffHeapBytes() {
    offHeapBytes = Math.max(offHeapBytes, engine.offHeapBytes());
  }

  /** Returns the seconds of the first propagation. */
  double firstRoundSeconds() {
    return propagations.get(0);
  }

  /** Returns the median seconds of the later propagations. */
  double laterRoundSeconds() {
    return Statistics.median(propagations.subList(1, propagations.size()));
  }

  /**
   * Returns the median milliseconds of the answers to corrections that the network gave; of the
   * first marks' answers if there was no correction.
   */
  double interactionMillis() {
    double later = Statistics.median(answers);
    return Double.isNaN(later) ? Statistics.median(firstAnswers) : later;
  }

  /** Returns the most memory that the backend held after any step, as the engine tells it. */
  long offHeapBytes() {
    return offHeapBytes;
  }

  /** Returns the median of the bytes copied in the later rounds, there and back. */
  Transfers laterRoundTransfers() {
    return new Transfers(
        Math.round(Statistics.median(toDevice)), Math.round(Statistics.median(fromDevice)));
  }

  /** Returns the Dice of the whole object as it is now. */
  double dice() {
    Mask mask = session.mask();
    List<SliceMask> masks = new ArrayList<>();
    for (int z = 0; z < mask.sizeZ(); z++) {
      masks.add(mask.slice(object, Axis.Z, z));
    }
    return Metrics.dice(masks, scan.truth().slices());
  }

  @Override
  public void close() {
    session.close();
  }
}
