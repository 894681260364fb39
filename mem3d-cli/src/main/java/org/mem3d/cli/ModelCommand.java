package org.mem3d.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.InteractionNetwork;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.TensorGraph;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.NetworkDrawing;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.WeightsCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at networks and their weights, imports and exports weights, checks backends. */
@Command(
    name = "model",
    description = "Looks at networks, imports and exports weights, checks backends.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelCommand.Show.class,
      ModelImportCommand.class,
      ModelExportCommand.class,
      ModelGoldenCommand.class
    })
final class ModelCommand implements Runnable {
  private static final int SIDE = 512;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with the model: show, import, export or golden");
  }

  /** Prints networks, shapes, parameters and FLOPs. */
  @Command(name = "show", description = "Prints networks, shapes, parameters and FLOPs per slice.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description =
            "Weights: a safetensors file or a directory with interaction.safetensors and"
                + " propagation.safetensors. Default: those built in.")
    private @Nullable Path file;

    @Option(
        names = "--arch",
        paramLabel = "NAME",
        converter = ArchitectureNames.class,
        description =
            "Show a published network at 512x512 instead, without weights: mem3d-saq, mem3d-aspp,"
                + " mem3d-stm or iog.")
    private @Nullable Architecture architecture;

    @Option(
        names = "--dot",
        description =
            "Print the graphs in the DOT language instead, published networks with a box for each"
                + " block.")
    private boolean dot;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      if (architecture != null) {
        architecture.graphs(4, SIDE, SIDE).forEach(graph -> out.println(published(graph)));
        return 0;
      }
      for (Safetensors weights : weights()) {
        List<TensorGraph> graphs = graphs(weights);
        if (!dot) {
          long parameters =
              weights.names().stream().mapToLong(name -> weights.shape(name).elements()).sum();
          out.printf(
              Locale.ROOT,
              "%s: %d tensors, %,d numbers%n",
              weights.source(),
              weights.names().size(),
              parameters);
          weights.metadata().forEach((key, value) -> out.println("  " + key + ": " + value));
        }
        boolean published = Architecture.recognise(weights) != null;
        graphs.forEach(
            graph ->
                out.println(published ? published(graph) : dot ? graph.toDot() : graph.toText()));
      }
      return 0;
    }

    private String published(TensorGraph graph) {
      return dot ? NetworkDrawing.toDot(graph) : graph.toText();
    }

    private List<Safetensors> weights() {
      List<Safetensors> weights = new ArrayList<>();
      if (file == null) {
        WeightFiles.NETWORKS.forEach(name -> weights.add(builtIn(name + ".safetensors")));
      } else {
        WeightFiles.of(file).forEach(each -> weights.add(Safetensors.open(each)));
      }
      return weights;
    }

    private static Safetensors builtIn(String name) {
      try (InputStream stream = Show.class.getResourceAsStream("/org/mem3d/model/" + name)) {
        if (stream == null) {
          throw new ModelException(
              "no " + name + " on the class path: add the dependency org.mem3d:mem3d-model");
        }
        return Safetensors.read(stream, "built-in " + name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<TensorGraph> graphs(Safetensors weights) {
      Architecture published = Architecture.recognise(weights);
      if (published != null) {
        List<TensorGraph> graphs = published.graphs(published.channels(weights), SIDE, SIDE);
        WeightsCheck.require(weights, weights.source(), graphs, Map.of());
        return graphs;
      }
      if (weights.names().stream().anyMatch(name -> name.startsWith("value."))) {
        MemoryModel.checkWeights(weights, weights.source());
        return List.of(
            MemoryNetwork.encode(1),
            MemoryNetwork.memorise(1),
            MemoryNetwork.segment(1, PropagationSettings.DEFAULT.memorySlots(), weights));
      }
      InteractionModel.checkWeights(weights, weights.source());
      return List.of(InteractionNetwork.graph(1));
    }
  }
}
