package org.mem3d.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.file.FileRoles;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.published.golden.GoldenNetwork;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.runtime.golden.Deviation;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a published network with formula-made weights, to check a backend to the digit. */
@Command(
    name = "golden",
    description = {
      "Runs a published network with weights and inputs made by a formula, and writes its tensors.",
      "With --compare, prints how far each is from another implementation's, and fails if too far."
    })
final class ModelGoldenCommand implements Callable<Integer> {
  /** Of the interaction network's input, as in the golden tensors. */
  private static final int CHANNELS = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--arch",
      required = true,
      paramLabel = "NAME",
      converter = ArchitectureNames.class,
      description = "mem3d-saq or iog.")
  private Architecture architecture = Architecture.MEM3D_SAQ;

  @Option(
      names = "--salt",
      paramLabel = "HEX",
      converter = Salts.class,
      description = "Other numbers from the same formula: up to 16 hexadecimal digits. Default: 0.")
  private long salt;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "What computes; 'mem3d backends' lists them. Default: the fastest available.")
  private @Nullable String backend;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      converter = FormatNames.class,
      description = "f32 or bf16. Default: f32.")
  private DType precision = DType.F32;

  @Option(
      names = "--side",
      paramLabel = "N",
      description = "Side of the square input, a multiple of 16. Default: 512, as published.")
  private int side = GoldenNetwork.SIDE;

  @Option(
      names = "--out",
      converter = FileNames.class,
      required = true,
      paramLabel = "FILE",
      description = "What to write.")
  private Path out = Path.of("");

  @Option(
      names = "--weights",
      converter = FileNames.class,
      paramLabel = "FILE",
      description =
          "Also write the formula-made weights, as a model that 'segment --model' takes: its masks"
              + " mean nothing.")
  private @Nullable Path weights;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Tensors of the same names to compare with.")
  private @Nullable Path compare;

  @Override
  public Integer call() {
    if (side < 16 || side % 16 != 0) {
      throw new ParameterException(
          spec.commandLine(), "--side must be a multiple of 16, not " + side);
    }
    new FileRoles()
        .reads("--compare", compare)
        .writes("--out", out)
        .writes("--weights", weights)
        .check();
    Safetensors expected = compare == null ? null : Safetensors.open(compare);
    GoldenNetwork network = GoldenNetwork.of(architecture, new Formula(salt), side);
    MapWeights tensors;
    try (Backend opened =
        BackendRegistry.load(ModelGoldenCommand.class.getClassLoader())
            .open(backend, BackendOptions.DEFAULT)) {
      network.require(opened, precision);
      tensors = network.run(opened, precision);
    }
    List<Deviation> deviations = expected == null ? List.of() : Deviation.of(expected, tensors);
    SafetensorsWriter.write(out, tensors, metadata());
    if (weights != null) {
      FormulaWeights made =
          new FormulaWeights(new Formula(salt), architecture.manifest(CHANNELS).parameters());
      SafetensorsWriter.write(weights, made, metadata(), DType.F32);
    }
    return report(deviations);
  }

  private Map<String, String> metadata() {
    return Map.of(
        "model",
        architecture.text(),
        "input",
        side + "x" + side,
        "salt",
        "0x" + Long.toHexString(salt),
        "precision",
        precision.toString());
  }

  private int report(List<Deviation> deviations) {
    PrintWriter console = spec.commandLine().getOut();
    List<String> far = new ArrayList<>();
    for (Deviation deviation : deviations) {
      boolean within = deviation.within(precision);
      console.printf(
          Locale.ROOT,
          "%-32s relative L2 error %.2e, of x - mean(x) %.2e%s%n",
          deviation.name(),
          deviation.error(),
          deviation.centred(),
          within ? "" : "  above " + deviation.tolerance(precision));
      if (!within) {
        far.add(deviation.name());
      }
    }
    if (!far.isEmpty()) {
      throw new ModelException("too far from " + compare + ": " + String.join(", ", far));
    }
    return 0;
  }

  private static final class Salts implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      String digits = text.startsWith("0x") ? text.substring(2) : text;
      try {
        return Long.parseUnsignedLong(digits, 16);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not 1 to 16 hexadecimal digits");
      }
    }
  }
}
