package org.mem3d.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mem3d.file.WholeFile;

/** Writes the model card of a run's weights. Stateless. */
final class ModelCard {
  private ModelCard() {}

  static void write(Path file, TrainSettings settings, Trainer<?> trainer, String volumes)
      throws IOException {
    boolean synthetic = settings.data.isEmpty();
    List<TrainLog.Row> rows =
        new TrainLog(file.resolveSibling("log.csv"), trainer.steps())
            .rows().stream().filter(row -> !Double.isNaN(row.judgedDice())).toList();
    StringBuilder card = new StringBuilder();
    card.append("# Model card: ").append(settings.network).append(".safetensors\n\n");
    card.append("Weights of mem3d's ")
        .append(name(settings.network))
        .append(", float32, the average of the run's last steps.\n\n## Training\n\n");
    card.append("| | |\n|---|---|\n");
    row(card, "data", volumes);
    row(
        card,
        "started from",
        settings.init.isEmpty() ? "random weights" : "weights: " + settings.init);
    row(card, "seed", Long.toString(settings.seed));
    row(card, "steps", Long.toString(trainer.steps()));
    row(card, "samples", Long.toString(trainer.samples()));
    row(card, "hours", String.format(Locale.ROOT, "%.2f", trainer.seconds() / 3600));
    row(
        card,
        "processor",
        Runtime.getRuntime().availableProcessors() + " cores, " + settings.device);
    card.append("\nEvery setting: `config.json`; every step: `log.csv`, `curve.png`.\n");
    card.append("\n## Figures\n\n");
    if (rows.isEmpty()) {
      card.append("The run was too short to be measured.\n");
    } else {
      TrainLog.Row last = rows.get(rows.size() - 1);
      card.append(
          String.format(
              Locale.ROOT,
              "On synthetic volumes that it did not train on, after step %d: Dice %.3f",
              last.step() + 1,
              last.judgedDice()));
      if (!Double.isNaN(last.judgedQualityError())) {
        card.append(
            String.format(
                Locale.ROOT, ", mean error of the predicted Dice %.3f", last.judgedQualityError()));
      }
      card.append(". On real volumes: not measured by the trainer; `./mem3d evaluate` does.\n");
    }
    card.append("\n## Licence\n\n");
    card.append(
        synthetic && (settings.init.isEmpty() || settings.init.equals("default"))
            ? "Apache License 2.0. Trained on synthetic volumes alone; no image of a patient was"
                + " used.\n"
            : "Trained from files that the trainer knows nothing of: their owner decides.\n");
    card.append("\nNot a medical device.\n");
    WholeFile.write(file, card.toString());
  }

  private static String name(String network) {
    return switch (network) {
      case "propagation" -> "memory network";
      case "interaction" -> "interaction network";
      default -> "3D U-Net, a baseline of the evaluation";
    };
  }

  private static void row(StringBuilder card, String name, String value) {
    card.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }
}
