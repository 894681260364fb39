package org.mem3d.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Precision;
import org.mem3d.PropagationPlan;
import org.mem3d.core.backend.BackendRegistry;
import org.mem3d.spi.BackendProvider;
import picocli.CommandLine.Option;

/** The options that say what is measured. */
final class ChoiceOptions {
  private static final String ALL = "all";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "What computes, or all. Default: the fastest available.")
  private @Nullable String backend;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "f32, bf16, all, or auto (default): the fastest one of the backend.")
  private String precision = "auto";

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      defaultValue = "chain",
      description = "chain (default), anchors, bisection, zigzag, or all.")
  private String plan = "chain";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many threads compute. Default: all cores.")
  private int threads;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
  private @Nullable Path json;

  /** Returns the one engine to measure, where none of the options is {@code all}. */
  EngineChoice choice() {
    return choices().get(0);
  }

  /** Returns every engine to measure. */
  List<EngineChoice> choices() {
    List<EngineChoice> choices = new ArrayList<>();
    for (String name : backends()) {
      for (Precision each : precisions()) {
        for (PropagationPlan order : plans()) {
          choices.add(new EngineChoice(name, each, order, threads));
        }
      }
    }
    return choices;
  }

  /** Returns whether what cannot be measured here is left out rather than an error. */
  boolean leavesOut() {
    return ALL.equals(backend) || ALL.equals(precision);
  }

  @Nullable Path json() {
    return json;
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
