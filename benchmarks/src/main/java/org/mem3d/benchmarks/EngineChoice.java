package org.mem3d.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.mem3d.Mem3dException;
import org.mem3d.Precision;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.runtime.backend.BackendRegistry;

/**
 * Which engine is measured. Immutable.
 *
 * @param backend its name
 * @param threads how many threads compute; 0 for all cores
 */
record EngineChoice(String backend, Precision precision, PropagationPlan plan, int threads) {
  /**
   * Returns a precision by its name.
   *
   * @throws Mem3dException if there is none
   */
  static Precision precision(String name) {
    return Arrays.stream(Precision.values())
        .filter(each -> name(each).equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Mem3dException(
                    "a precision is f32, bf16, f16, int8 or auto, not '" + name + "'"));
  }

  /**
   * Returns a plan by its name.
   *
   * @throws Mem3dException if there is none
   */
  static PropagationPlan plan(String name) {
    return Arrays.stream(PropagationPlan.values())
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Mem3dException(
                    "a plan is chain, bisection, zigzag or ensemble, not '" + name + "'"));
  }

  /** Opens the engine with the default weights. */
  SegmentationEngine open() {
    return SegmentationEngine.builder()
        .backend(backend)
        .threads(threads)
        .precision(precision)
        .settings(PropagationSettings.DEFAULT.withPlan(plan))
        .open();
  }

  /**
   * Checks that an engine computes where it was opened.
   *
   * @throws Mem3dException if it has gone on with another backend, whose times say nothing
   */
  void requireStillIn(SegmentationEngine engine) {
    if (!engine.backendName().equals(backend)) {
      throw new Mem3dException(
          "backend "
              + backend
              + " failed while it was measured, and "
              + engine.backendName()
              + " went on");
    }
  }

  /** Returns what a backend computes on here; empty if it does not tell. */
  static String device(String backend) {
    return BackendRegistry.load(EngineChoice.class.getClassLoader()).statuses().stream()
        .filter(status -> status.name().equals(backend))
        .map(status -> status.availability().device())
        .findFirst()
        .orElse("");
  }

  /** Returns the options that make the same choice. */
  List<String> arguments() {
    return List.of(
        "--backend=" + backend,
        "--precision=" + name(precision),
        "--plan=" + planName(),
        "--threads=" + threads);
  }

  /** Returns the plan as it stands in results. */
  String planName() {
    return plan.name().toLowerCase(Locale.ROOT);
  }

  /** Returns a precision as it stands in results. */
  static String name(Precision precision) {
    return switch (precision) {
      case AUTO -> "auto";
      case FLOAT32 -> "f32";
      case BFLOAT16 -> "bf16";
      case FLOAT16 -> "f16";
      case INT8 -> "int8";
    };
  }

  /** Returns the threads that compute. */
  int actualThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
