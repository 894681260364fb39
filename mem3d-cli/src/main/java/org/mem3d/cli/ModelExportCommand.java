package org.mem3d.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.DefaultGraphs;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.file.FileRoles;
import org.mem3d.graph.TensorGraph;
import org.mem3d.onnx.OnnxWriter;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.WeightsCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a network's graph with its weights as an ONNX model. */
@Command(
    name = "export",
    description = {
      "Writes one graph of a network, weights inside, as an ONNX model (operator set 17, float32).",
      "Memory networks are three graphs: encode, memorise and segment."
    })
final class ModelExportCommand implements Callable<Integer> {
  private static final int SIDE = 512;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME|FILE",
      description =
          "A graph of the networks built in (interaction, encode, memorise or segment), or a"
              + " safetensors file of one network.")
  private String source = "";

  @Option(
      names = {"-o", "--out"},
      converter = FileNames.class,
      required = true,
      paramLabel = "FILE",
      description = "The ONNX file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      converter = ArchitectureNames.class,
      description =
          "What the file must be: mem3d-saq, mem3d-aspp, mem3d-stm or iog. Default: what its"
              + " tensors' names tell.")
  private @Nullable Architecture architecture;

  @Option(
      names = "--graph",
      paramLabel = "NAME",
      description = "Of a file with a memory network: encode, memorise or segment.")
  private @Nullable String graph;

  @Mixin private ProfileOption profileOption = new ProfileOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many slices the model takes at once. Default: 1.")
  private int batch = 1;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many slices the memory bank of segment holds, 1 to 64. Default: 8.")
  private int slots = PropagationSettings.DEFAULT.memorySlots();

  @Option(
      names = "--side",
      paramLabel = "N",
      description =
          "Side of a published network's input, a multiple of 16. Default: 512, as published.")
  private int side = SIDE;

  @Override
  public Integer call() {
    requireOptions();
    Path file = builtIn().contains(source) ? null : Path.of(source);
    new FileRoles().reads("FILE", file).writes("--out", out).check();
    BoundGraph bound = file == null ? ofBuiltIn() : ofFile(file);
    OnnxWriter.write(bound.graph(), bound.weights(), out);
    report(bound.graph());
    return 0;
  }

  private static List<String> builtIn() {
    return Stream.concat(Stream.of(DefaultGraphs.INTERACTION), DefaultGraphs.MEMORY.stream())
        .toList();
  }

  private void requireOptions() {
    if (side < 16 || side % 16 != 0) {
      throw new ParameterException(
          spec.commandLine(), "--side must be a multiple of 16, not " + side);
    }
    if (batch < 1) {
      throw new ParameterException(spec.commandLine(), "--batch must be 1 or more, not " + batch);
    }
    if (slots < 1 || slots > 64) {
      throw new ParameterException(spec.commandLine(), "--slots must be 1 to 64, not " + slots);
    }
    boolean named = builtIn().contains(source);
    if (named && (graph != null || architecture != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + source + "' is a graph of the networks built in: --graph and --arch are for files");
    }
  }

  private BoundGraph ofBuiltIn() {
    ClassLoader own = ModelExportCommand.class.getClassLoader();
    ModelFiles files =
        ModelFiles.open(null, own == null ? ClassLoader.getSystemClassLoader() : own);
    boolean interaction = source.equals(DefaultGraphs.INTERACTION);
    Safetensors weights = interaction ? files.interaction() : files.propagation();
    return DefaultGraphs.of(source, weights, batch, slots);
  }

  private BoundGraph ofFile(Path file) {
    Safetensors weights = Safetensors.open(file);
    Architecture recognised = Architecture.recognise(weights);
    if (architecture != null && recognised != architecture) {
      throw new ModelException(
          file
              + " is not of "
              + architecture.text()
              + (recognised == null ? "" : ", but of " + recognised.text()));
    }
    return recognised == null ? ofDefault(weights) : ofPublished(recognised, weights);
  }

  private BoundGraph ofDefault(Safetensors weights) {
    if (weights.names().stream().anyMatch(name -> name.startsWith("value."))) {
      MemoryModel.checkWeights(weights, weights.source());
      return DefaultGraphs.of(oneOf(DefaultGraphs.MEMORY), weights, batch, slots);
    }
    InteractionModel.checkWeights(weights, weights.source());
    return DefaultGraphs.of(oneOf(List.of(DefaultGraphs.INTERACTION)), weights, batch, slots);
  }

  private BoundGraph ofPublished(Architecture published, Safetensors weights) {
    List<TensorGraph> graphs = published.graphs(published.channels(weights), side, side);
    WeightsCheck.require(weights, weights.source(), graphs, Map.of());
    String name = oneOf(published.graphNames());
    Profile said = profileOption.profile();
    Profile profile = said == null ? Profile.OFFICIAL_CODE : said;
    return published.graph(name, weights, profile, batch, slots, side);
  }

  /** Returns the graph that was asked for; a network of one graph needs no asking. */
  private String oneOf(List<String> names) {
    if (graph == null && names.size() == 1) {
      return names.get(0);
    }
    if (graph == null || !names.contains(graph)) {
      throw new ParameterException(
          spec.commandLine(),
          "say which graph of "
              + source
              + " with --graph: "
              + String.join(", ", names)
              + (graph == null ? "" : "; there is no '" + graph + "'"));
    }
    return graph;
  }

  private void report(TensorGraph written) {
    PrintWriter console = spec.commandLine().getOut();
    console.printf(
        Locale.ROOT,
        "%s: graph %s, %,d numbers%n",
        out,
        written.name(),
        written.parameters().stream().mapToLong(node -> node.shape().elements()).sum());
    written
        .inputs()
        .forEach(node -> console.printf("  input  %-16s %s%n", node.name(), node.shape()));
    written
        .outputs()
        .forEach((name, node) -> console.printf("  output %-16s %s%n", name, node.shape()));
  }
}
