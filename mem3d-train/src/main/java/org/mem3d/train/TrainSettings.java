package org.mem3d.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.mem3d.Mem3dException;
import org.mem3d.eval.StrictJson;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;
import org.mem3d.train.sample.AppearanceSettings;

/**
 * Everything that a training run depends on, as its {@code config.json}. Fields that a file leaves
 * out keep their defaults; unknown ones are refused. Filled once, then only read.
 */
public final class TrainSettings {
  /** The networks that can be trained. */
  static final List<String> NETWORKS = List.of("propagation", "interaction", "unet3d");

  /** Which network: {@code propagation}, {@code interaction} or {@code unet3d}. */
  public String network = "propagation";

  /** Chooses volumes, samples and first weights. */
  public long seed = 1;

  /** A safetensors file to start from, {@code default} for the default weights; empty for none. */
  public String init = "";

  /** Folders of volumes to train on, labelled or not; empty for made-up ones alone. */
  public List<String> data = List.of();

  /**
   * The share of the samples that comes from each of {@link #data}; what they leave comes from
   * made-up volumes. Empty for half of the samples, spread evenly over the folders.
   */
  public List<Double> shares = List.of();

  /** Where prepared volumes are kept, to be used by any run. */
  public String cache = "out/train-cache";

  /** A set of n volumes is drawn in proportion to n to this power. */
  public double setExponent = 0.3;

  /** How often an object comes from the labels of a volume that has some, not from its regions. */
  public double labelShare = 0.5;

  /** How often the object in a real volume is a shape that was put into it. */
  public double pastedShare = 0.15;

  /** How intensities are changed, anew for each sample (propagation, interaction). */
  public AppearanceSettings appearance = new AppearanceSettings();

  /**
   * How often first marks are those of a hand in a hurry, not of the user who plays in the
   * evaluation (interaction).
   */
  public double handShare = 0.6;

  /**
   * How often a region of an image that nobody chose may get strokes and clicks, which do not tell
   * its size, and not a box or extreme points alone (interaction).
   */
  public double openShare = 1;

  /** Steps to make; 0 to go by {@link #hours}. */
  public long steps = 0;

  /** How long to train if no number of steps is given. */
  public double hours = 1;

  /** {@code cpu}, {@code cuda} or {@code cuda:N}. */
  public String device = "cpu";

  /** Threads that compute; 0 for all cores. */
  public int threads = 0;

  /**
   * {@code auto} (bfloat16 where the processor has it), {@code float32} or {@code bfloat16}; the
   * network {@code unet3d} has float32 alone.
   */
  public String precision = "auto";

  /** The highest learning rate. */
  public double rate = 1.5e-3;

  /** Steps until it is reached. */
  public int warmUpSteps = 150;

  /** Decay of tensors of two or more dimensions. */
  public double weightDecay = 1e-3;

  /** The longest gradient. */
  public double clipNorm = 3;

  /** Share of the averaged weights that a step keeps. */
  public double averageDecay = 0.998;

  /** Share of the training after which batch norms learn no more. */
  public double normsFrozenFrom = 0.7;

  /** About how many frames (propagation), slices (interaction) or windows (unet3d) a batch has. */
  public int batch = 36;

  /** Frames of a sequence, drawn from these (propagation). */
  public List<Integer> lengths = List.of(3, 3, 3, 3, 4, 4, 5, 6);

  /** How often longer sequences are annotated at both ends (propagation). */
  public double bothEnds = 0.25;

  /** Side of the window, in longer sides of the object's box. */
  public double windowFactor = 1.6;

  /** How many volumes a step draws from at most. */
  public int pool = 96;

  /** How many the first step draws from. */
  public int firstPool = 16;

  /** New volumes with each step. */
  public double volumesPerStep = 1;

  /** Steps between checkpoints. */
  public int checkpointEvery = 100;

  /** Steps between measurements on volumes that are not trained on; 0 for none. */
  public int judgeEvery = 100;

  /** Batches of a measurement. */
  public int judgeBatches = 4;

  private static final int MOST_BYTES = 1 << 20;

  /**
   * Reads a file over the defaults.
   *
   * @throws Mem3dException if it cannot be read, is no JSON or holds an unknown field
   */
  public static TrainSettings read(Path file, String network) {
    TrainSettings settings = forNetwork(network);
    try {
      StrictJson.mapper()
          .readerForUpdating(settings)
          .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .readValue(FileContent.read(file, MOST_BYTES));
    } catch (FileException e) {
      throw new Mem3dException(e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new Mem3dException(file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new Mem3dException(file + ": " + e.getMessage(), e);
    }
    if (!settings.network.equals(network)) {
      throw new Mem3dException(
          file + " is for the network '" + settings.network + "', not for '" + network + "'");
    }
    settings.check();
    return settings;
  }

  /** Returns the defaults of a network. */
  public static TrainSettings forNetwork(String network) {
    TrainSettings settings = new TrainSettings();
    settings.network = network;
    if (network.equals("interaction")) {
      settings.batch = 16;
      settings.normsFrozenFrom = 0.85;
    }
    if (network.equals("unet3d")) {
      // A window is many slices; its norms know no batch.
      settings.batch = 2;
      settings.judgeBatches = 8;
    }
    return settings;
  }

  /**
   * Checks the values.
   *
   * @throws Mem3dException if one makes no sense; the message names it
   */
  void check() {
    require(batch >= 2, "batch", batch, "at least 2");
    require(steps >= 0, "steps", steps, "0 or more");
    require(steps > 0 || hours > 0, "hours", hours, "more than 0");
    require(rate > 0, "rate", rate, "more than 0");
    require(
        shares.isEmpty() || shares.size() == data.size(),
        "shares",
        shares,
        "as many as the folders of 'data', " + data.size());
    require(
        shares.stream().allMatch(share -> share > 0)
            && shares.stream().mapToDouble(Double::doubleValue).sum() <= 1 + 1e-9,
        "shares",
        shares,
        "more than 0 each and at most 1 in all");
    require(setExponent >= 0 && setExponent <= 1, "setExponent", setExponent, "from 0 to 1");
    require(pastedShare >= 0 && pastedShare <= 1, "pastedShare", pastedShare, "from 0 to 1");
    require(handShare >= 0 && handShare <= 1, "handShare", handShare, "from 0 to 1");
    require(openShare >= 0 && openShare <= 1, "openShare", openShare, "from 0 to 1");
    require(labelShare >= 0 && labelShare <= 1, "labelShare", labelShare, "from 0 to 1");
    require(pool >= 1 && firstPool >= 1, "pool", pool, "at least 1");
    require(checkpointEvery >= 1, "checkpointEvery", checkpointEvery, "at least 1");
    require(
        !lengths.isEmpty() && lengths.stream().allMatch(length -> length >= 2 && length <= 16),
        "lengths",
        lengths,
        "numbers from 2 to 16");
    require(
        List.of("auto", "float32", "bfloat16").contains(precision),
        "precision",
        precision,
        "auto, float32 or bfloat16");
    require(
        !network.equals("unet3d") || !precision.equals("bfloat16"),
        "precision",
        precision,
        "auto or float32 for unet3d");
  }

  /** Returns the share of each folder of {@link #data}. */
  List<Double> dataShares() {
    return shares.isEmpty() ? Collections.nCopies(data.size(), 0.5 / data.size()) : shares;
  }

  private static void require(boolean condition, String name, Object value, String wanted) {
    if (!condition) {
      throw new Mem3dException("the setting '" + name + "' must be " + wanted + ", not " + value);
    }
  }

  /** Writes all values. */
  void write(Path file) throws IOException {
    WholeFile.write(
        file, StrictJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }
}
