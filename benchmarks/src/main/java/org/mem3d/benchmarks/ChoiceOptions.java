package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.Precision;
import org.mem3d.PropagationPlan;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.spi.BackendProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is measured. */
final class ChoiceOptions {
  private static final String ALL = "all";

  @Option(
      names = {"--backend", "--backends"},
      paramLabel = "NAME",
      description = "What computes, or all. Default: the fastest available.")
  private @Nullable String backend;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "f32, bf16, all (both), f16, or auto (default): the fastest one of the backend.")
  private String precision = "auto";

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      defaultValue = "ensemble",
      description = "chain, bisection, zigzag, ensemble (default), or all.")
  private String plan = "ensemble";

  @Option(names = "--in-process", hidden = true, description = "Measure in this very process.")
  private boolean inProcess;

  @Mixin private RunOptions runOptions = new RunOptions();

  /** Measures one engine. */
  interface Measurement<R> {
    List<R> of(EngineChoice choice) throws IOException, InterruptedException;
  }

  /** Returns the one engine to measure, where none of the options is {@code all}. */
  EngineChoice choice() {
    return choices().get(0);
  }

  private List<EngineChoice> choices() {
    List<EngineChoice> choices = new ArrayList<>();
    for (String name : backends()) {
      for (Precision each : precisions()) {
        for (PropagationPlan order : plans()) {
          choices.add(new EngineChoice(name, each, order, runOptions.threads()));
        }
      }
    }
    return choices;
  }

  /** Returns whether the one engine is to be measured in this very process. */
  boolean inProcess() {
    return inProcess;
  }

  /**
   * Measures every engine in turn. Of {@code all} backends or precisions, what is not to be had
   * here is left out, with a line that says why.
   *
   * @throws Mem3dException if one that was named is not to be had
   */
  <R> List<R> measure(PrintWriter err, Measurement<R> measurement)
      throws IOException, InterruptedException {
    List<R> results = new ArrayList<>();
    for (EngineChoice choice : choices()) {
      try {
        results.addAll(measurement.of(choice));
      } catch (Mem3dException e) {
        if (!ALL.equals(backend) && !ALL.equals(precision)) {
          throw e;
        }
        err.println(choice.backend() + " left out: " + e.getMessage());
      }
    }
    return results;
  }

  @Nullable Path json() {
    return runOptions.json();
  }

  private List<String> backends() {
    BackendRegistry registry = BackendRegistry.load(ChoiceOptions.class.getClassLoader());
    if (ALL.equals(backend)) {
      return registry.providers().stream().map(BackendProvider::name).toList();
    }
    if (backend != null) {
      return List.of(backend);
    }
    return registry.statuses().stream()
        .filter(status -> status.availability().available())
        .limit(1)
        .map(status -> status.name())
        .toList();
  }

  private List<Precision> precisions() {
    return ALL.equals(precision)
        ? List.of(Precision.FLOAT32, Precision.BFLOAT16)
        : List.of(EngineChoice.precision(precision));
  }

  private List<PropagationPlan> plans() {
    return ALL.equals(plan) ? List.of(PropagationPlan.values()) : List.of(EngineChoice.plan(plan));
  }
}
