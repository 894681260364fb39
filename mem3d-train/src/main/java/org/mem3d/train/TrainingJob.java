package org.mem3d.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mem3d.Mem3dException;
import org.mem3d.backend.torch.TorchProvider;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.InteractionNetwork;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.train.learn.InitialWeights;
import org.mem3d.train.learn.InteractionLearner;
import org.mem3d.train.learn.Learner;
import org.mem3d.train.learn.PropagationLearner;
import org.mem3d.train.learn.UNet3d;
import org.mem3d.train.learn.UNet3dLearner;
import org.mem3d.train.sample.MarkSampler;
import org.mem3d.train.sample.SequenceSampler;
import org.mem3d.train.sample.WindowSampler;
import org.mem3d.train.volume.VolumePool;
import org.mem3d.train.volume.VolumeSource;

/** One training run from settings to exported weights. Stateless. */
final class TrainingJob {
  private static final int VOLUMES_APART = 24;

  private TrainingJob() {}

  /** Trains in a directory, or goes on there, and writes the weights with their model card. */
  static void of(TrainSettings settings, Path directory, Consumer<String> progress)
      throws IOException {
    DType precision = precision(settings);
    try (VolumeSource volumes =
            VolumeSources.of(
                settings, directory.resolve("volumes"), Checkpoint.stepIn(directory), progress);
        VolumeSource apart =
            new VolumePool(
                Trainer.seedApart(settings.seed),
                directory.resolve("volumes-apart"),
                VOLUMES_APART,
                VOLUMES_APART,
                0,
                0)) {
      try (Learner<?> learner = learner(settings, precision)) {
        train(settings, directory, learner, volumes, apart, progress);
      }
    }
  }

  /** Returns the names of the files that a run writes into its folder. */
  static List<String> files(String network) {
    return List.of(
        "config.json",
        "log.csv",
        "curve.png",
        "checkpoint.safetensors",
        network + ".safetensors",
        network + ".md");
  }

  /** Makes the learner of a network. */
  static Learner<?> learner(TrainSettings settings, DType precision) throws IOException {
    return switch (settings.network) {
      case "propagation" -> propagation(settings, precision);
      case "interaction" -> interaction(settings, precision);
      default -> unet(settings);
    };
  }

  private static PropagationLearner propagation(TrainSettings settings, DType precision)
      throws IOException {
    return new PropagationLearner(
        initial(settings, MemoryNetwork.tensors()),
        settings.device,
        precision,
        new SequenceSampler(settings.windowFactor, settings.appearance),
        settings.batch,
        settings.lengths.stream().mapToInt(Integer::intValue).toArray(),
        settings.bothEnds);
  }

  private static InteractionLearner interaction(TrainSettings settings, DType precision)
      throws IOException {
    return new InteractionLearner(
        initial(settings, interactionTensors()),
        settings.device,
        precision,
        new MarkSampler(settings.appearance, settings.handShare, settings.openShare),
        settings.batch);
  }

  private static UNet3dLearner unet(TrainSettings settings) throws IOException {
    return new UNet3dLearner(
        initial(settings, UNet3d.tensors()), settings.device, new WindowSampler(), settings.batch);
  }

  /** Returns the shapes of the interaction network's weights by name. */
  static Map<String, Shape> interactionTensors() {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    for (Node parameter : InteractionNetwork.graph(1).parameters()) {
      tensors.put(parameter.name(), parameter.shape());
    }
    return tensors;
  }

  private static <B> void train(
      TrainSettings settings,
      Path directory,
      Learner<B> learner,
      VolumeSource volumes,
      VolumeSource apart,
      Consumer<String> progress)
      throws IOException {
    progress.accept("training " + settings.network + " on " + volumes.describe());
    Trainer<B> trainer = new Trainer<>(settings, directory, learner, volumes, apart, progress);
    Weights weights = trainer.run(Long.MAX_VALUE);
    Path file = directory.resolve(settings.network + ".safetensors");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", settings.network);
    metadata.put("licence", settings.data.isEmpty() ? "Apache-2.0" : "that of the volumes' owner");
    metadata.put("seed", Long.toString(settings.seed));
    metadata.put("steps", Long.toString(trainer.steps()));
    SafetensorsWriter.write(file, weights, metadata);
    ModelCard.write(
        directory.resolve(settings.network + ".md"), settings, trainer, volumes.describe());
    progress.accept("wrote " + file);
  }

  private static Weights initial(TrainSettings settings, Map<String, Shape> tensors)
      throws IOException {
    if (settings.init.isEmpty()) {
      return InitialWeights.of(tensors, settings.seed);
    }
    Safetensors weights = read(settings);
    switch (settings.network) {
      case "propagation" -> MemoryModel.checkWeights(weights, settings.init);
      case "interaction" -> InteractionModel.checkWeights(weights, settings.init);
      default -> UNet3d.checkWeights(weights, settings.init);
    }
    return weights;
  }

  private static Safetensors read(TrainSettings settings) throws IOException {
    if (!settings.init.equals("default")) {
      return Safetensors.open(Path.of(settings.init));
    }
    String resource = "/org/mem3d/model/" + settings.network + ".safetensors";
    try (InputStream stream = TrainingJob.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new Mem3dException(
            "there are no default weights of '"
                + settings.network
                + "': give --init a file, or start from nothing without it");
      }
      return Safetensors.read(stream, resource);
    }
  }

  /** Returns the format of convolutions and products. */
  static DType precision(TrainSettings settings) {
    BackendOptions options =
        new BackendOptions(settings.threads, Map.of(TorchProvider.DEVICE, settings.device));
    try (Backend backend = new TorchProvider().open(options)) {
      return switch (settings.precision) {
        case "float32" -> DType.F32;
        case "bfloat16" -> DType.BF16;
        default -> backend.preferredPrecision();
      };
    }
  }
}
