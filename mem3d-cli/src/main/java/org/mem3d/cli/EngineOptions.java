package org.mem3d.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.Precision;
import org.mem3d.Profile;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.file.FileRoles;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that computes. */
final class EngineOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "What computes; 'mem3d backends' lists them. Default: the fastest available.")
  private @Nullable String backend;

  @Option(
      names = "--backend-property",
      paramLabel = "KEY=VALUE",
      description =
          "A property of the --backend, such as device=cuda:1 for torch; see docs/backends.md."
              + " Repeats.")
  private Map<String, String> properties = new TreeMap<>();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Weights: a safetensors file of one network, or a directory with"
              + " interaction.safetensors and propagation.safetensors. Default: those built in.")
  private @Nullable Path model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute. Default: all cores.")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      converter = PrecisionNames.class,
      description =
          "f32, bf16, f16, int8 or auto: what the backend prefers on this machine."
              + " Default: auto.")
  private Precision precision = Precision.AUTO;

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      converter = PlanNames.class,
      description =
          "The order in which slices are segmented: chain, bisection, zigzag or"
              + " ensemble. Default: ensemble.")
  private PropagationPlan plan = PropagationSettings.DEFAULT.plan();

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Each position reads its K most similar memory positions; 0, the default: all.")
  private int topK = PropagationSettings.DEFAULT.topK();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many slices the memory holds, 1 to 64. Default: 8.")
  private int slots = PropagationSettings.DEFAULT.memorySlots();

  @Option(
      names = "--window",
      paramLabel = "F",
      description =
          "Side of the square that the networks see, in longer sides of the object's box, 1 to 8."
              + " Default: 1.6.")
  private double window = PropagationSettings.DEFAULT.windowFactor();

  @Option(
      names = "--no-refine",
      description =
          "Leaves the network's masks as they are, instead of bringing them to the edges of the"
              + " image.")
  private boolean noRefine;

  @Mixin private ProfileOption profileOption = new ProfileOption();

  /** Returns how many threads compute; 0 for all cores. */
  int threads() {
    return threads;
  }

  /** Notes the files of weights as read. */
  void addTo(FileRoles files) {
    WeightFiles.of(model).forEach(file -> files.reads("--model", file));
  }

  /** Returns how slices are carried. */
  PropagationSettings settings() {
    return PropagationSettings.DEFAULT
        .withPlan(plan)
        .withTopK(topK)
        .withMemorySlots(slots)
        .withWindowFactor(window)
        .withRefine(!noRefine);
  }

  SegmentationEngine open() {
    return open(settings(), threads);
  }

  /** Opens an engine with other settings and threads, else as the options say. */
  SegmentationEngine open(PropagationSettings settings, int used) {
    SegmentationEngine.Builder builder =
        SegmentationEngine.builder().threads(used).precision(precision).settings(settings);
    if (backend != null) {
      builder.backend(backend, properties);
    } else if (!properties.isEmpty()) {
      throw new Mem3dException(
          "--backend-property " + properties + " is of no backend: name it with --backend");
    }
    if (model != null) {
      builder.model(model);
    }
    Profile profile = profileOption.profile();
    if (profile != null) {
      builder.profile(profile);
    }
    return builder.open();
  }

  private static final class PrecisionNames implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "auto" -> Precision.AUTO;
        case "f32", "float32" -> Precision.FLOAT32;
        case "bf16", "bfloat16" -> Precision.BFLOAT16;
        case "f16", "float16" -> Precision.FLOAT16;
        case "int8", "i8" -> Precision.INT8;
        default ->
            throw new TypeConversionException("'" + text + "' is not f32, bf16, f16, int8 or auto");
      };
    }
  }

  private static final class PlanNames implements ITypeConverter<PropagationPlan> {
    @Override
    public PropagationPlan convert(String text) {
      return Arrays.stream(PropagationPlan.values())
          .filter(plan -> plan.name().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not chain, bisection, zigzag or ensemble"));
    }
  }
}
