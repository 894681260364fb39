package org.mem3d.train.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mem3d.Mem3dException;
import org.mem3d.train.volume.ShapeChoice;
import org.mem3d.train.volume.TrainingVolume;

/**
 * Real volumes in a folder, prepared and mapped. A set is drawn first, the larger ones a little
 * more often, then one of its volumes. Thread-safe.
 */
public final class CaseFolder {
  private final Path directory;
  private final Settings settings;
  private final List<List<PreparedBlock>> sets = new ArrayList<>();
  private final List<ShapeChoice> shapes = new ArrayList<>();
  private final double[] weights;
  private final int cases;
  private int labelled;

  /**
   * How volumes are drawn.
   *
   * @param setExponent a set of n volumes is drawn in proportion to n to this power: 0 for sets
   *     alike, 1 for volumes alike
   * @param labelShare how often objects come from the labels of a volume that has some, not from
   *     its regions
   */
  public record Settings(double setExponent, double labelShare) {}

  /**
   * Finds the volumes and prepares those that are not in the cache.
   *
   * @param cache where prepared volumes are kept; made if need be
   * @param progress is told what is prepared
   * @throws Mem3dException if the folder holds no image, or a file cannot be read
   */
  public CaseFolder(Path directory, Path cache, Settings settings, Consumer<String> progress) {
    this.directory = directory;
    this.settings = settings;
    List<CaseFiles> found = CaseFiles.in(directory);
    try {
      Files.createDirectories(cache);
    } catch (IOException e) {
      throw new Mem3dException("cannot make the folder " + cache + ": " + e.getMessage(), e);
    }
    Map<String, List<PreparedBlock>> bySet = new TreeMap<>();
    int images = 0;
    for (int i = 0; i < found.size(); i++) {
      CaseFiles each = found.get(i);
      if (!Preparation.isIn(cache, each)) {
        progress.accept("preparing " + each + ", " + (i + 1) + " of " + found.size());
      }
      List<PreparedBlock> blocks = Preparation.of(each, cache);
      if (blocks.get(0).hasImage()) {
        images++;
        labelled += blocks.stream().anyMatch(PreparedBlock::hasLabels) ? 1 : 0;
        bySet.computeIfAbsent(each.set(), set -> new ArrayList<>()).addAll(blocks);
      } else {
        blocks.stream().map(PreparedBlock::shapes).filter(Objects::nonNull).forEach(shapes::add);
      }
    }
    if (images == 0) {
      throw new Mem3dException(directory + " holds no image to train on, labels alone");
    }
    this.cases = images;
    this.sets.addAll(bySet.values());
    this.weights = new double[sets.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Math.pow(sets.get(i).size(), settings.setExponent());
      weights[i] = sum;
    }
  }

  /** Draws a volume, an axis and where its objects come from. */
  public TrainingVolume draw(SplittableRandom random) {
    double place = random.nextDouble() * weights[weights.length - 1];
    int set = 0;
    while (set + 1 < weights.length && weights[set] <= place) {
      set++;
    }
    List<PreparedBlock> blocks = sets.get(set);
    return blocks.get(random.nextInt(blocks.size())).draw(settings.labelShare(), random);
  }

  /** Returns the shapes of those volumes that have labels alone; not to be changed. */
  public List<ShapeChoice> shapes() {
    return shapes;
  }

  /** Says what there is, in one line. */
  public String describe() {
    return cases
        + " volumes of "
        + sets.size()
        + (sets.size() == 1 ? " set" : " sets")
        + " in "
        + directory
        + ", "
        + labelled
        + " with labels, and "
        + shapes.size()
        + " of shapes alone";
  }
}
