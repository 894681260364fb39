package org.mem3d.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Mem3dException;
import org.mem3d.graph.DType;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.train.learn.Learner;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;
import org.mem3d.train.volume.VolumeSource;

/** Runs of a few steps. */
@Tag("slow") // trains
class TrainerTest {
  private static final class TwoVolumes implements VolumeSource {
    private final List<TrainingVolume> volumes =
        List.of(
            TrainingVolume.of("made-up 11", SyntheticVolume.of(96, 10, 11)),
            TrainingVolume.of("made-up 12", SyntheticVolume.of(96, 10, 12)));

    @Override
    public List<TrainingVolume> at(long step) {
      return volumes;
    }

    @Override
    public String describe() {
      return "two small volumes";
    }

    @Override
    public void close() {}
  }

  private static TrainSettings settings(String network, long steps) {
    TrainSettings settings = TrainSettings.forNetwork(network);
    settings.steps = steps;
    settings.threads = 1;
    settings.precision = "float32";
    settings.batch = network.equals("propagation") ? 4 : 2;
    settings.lengths = List.of(2, 3);
    settings.bothEnds = 0;
    settings.checkpointEvery = 2;
    settings.judgeEvery = 3;
    settings.judgeBatches = 1;
    settings.warmUpSteps = 2;
    return settings;
  }

  private static Learner<?> learner(TrainSettings settings) throws IOException {
    return TrainingJob.learner(settings, DType.F32);
  }

  private static <B> Weights run(
      TrainSettings settings, Learner<B> learner, Path directory, long most) {
    try (learner;
        TwoVolumes volumes = new TwoVolumes()) {
      return new Trainer<>(settings, directory, learner, volumes, volumes, line -> {}).run(most);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"propagation", "interaction", "unet3d"})
  void aResumedRunEqualsAnUninterruptedOneToTheBit(String network, @TempDir Path directory)
      throws IOException {
    TrainSettings settings = settings(network, 5);
    Path whole = directory.resolve("whole");
    Weights expected = run(settings, learner(settings), whole, 5);
    Path parts = directory.resolve("parts");
    run(settings, learner(settings), parts, 3);
    Weights actual = run(settings, learner(settings), parts, 5);
    for (String name : expected.names()) {
      assertThat(actual.values(name)).as(name).isEqualTo(expected.values(name));
    }
    assertThat(withoutSeconds(parts)).isEqualTo(withoutSeconds(whole)).hasSize(6);
    assertThat(Files.size(parts.resolve("curve.png"))).isPositive();
    Safetensors one = Safetensors.open(whole.resolve("checkpoint.safetensors"));
    Safetensors other = Safetensors.open(parts.resolve("checkpoint.safetensors"));
    for (String name : one.names()) {
      assertThat(other.values(name)).as(name).isEqualTo(one.values(name));
    }
  }

  private static List<String> withoutSeconds(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve("log.csv")).stream()
        .map(line -> line.replaceFirst(",[^,]*", ""))
        .toList();
  }

  @Test
  void unknownAndSenselessSettingsAreNamed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, "{\"learningRate\": 1}");
    assertThatThrownBy(() -> TrainSettings.read(file, "propagation"))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("learningRate");
    Files.writeString(file, "{\"batch\": 1}");
    assertThatThrownBy(() -> TrainSettings.read(file, "propagation"))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("'batch'");
    Files.writeString(file, "{\"batch\": 8, \"network\": \"propagation\"}");
    assertThat(TrainSettings.read(file, "propagation").batch).isEqualTo(8);
    assertThatThrownBy(() -> TrainSettings.read(file, "interaction"))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("'propagation'");
  }

  @Test
  void commandSaysWhatIsWrong(@TempDir Path directory) {
    assertThat(TrainMain.execute("nonsense")).isEqualTo(2);
    assertThat(TrainMain.execute("propagation", "--resume", directory.toString())).isEqualTo(1);
    assertThat(TrainMain.execute("--help")).isZero();
  }
}
