package org.mem3d.train.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.train.volume.ShapeChoice;
import org.mem3d.train.volume.TrainingVolume;
import org.mem3d.train.volume.VolumeSource;

/**
 * Real and made-up volumes, drawn anew for each step by their shares. What a step sees follows from
 * the seed and its number alone.
 */
public final class MixedSource implements VolumeSource {
  /** Volumes that a step sees. */
  private static final int SEEN = 32;

  private final long seed;
  private final List<Share> shares;
  private final @Nullable VolumeSource madeUp;
  private final double pasted;
  private final List<ShapeChoice> shapes = new ArrayList<>();

  /**
   * A folder and how much of the samples comes from it.
   *
   * @param share above 0, in all at most 1
   */
  public record Share(CaseFolder folder, double share) {}

  /**
   * Mixes.
   *
   * @param pasted how often a real volume's object is a shape put into it: of the volumes that have
   *     labels alone, or a made-up one
   * @param madeUp gives what the shares leave; closed with this; null if they leave nothing
   */
  public MixedSource(long seed, List<Share> shares, double pasted, @Nullable VolumeSource madeUp) {
    this.pasted = pasted;
    shares.forEach(each -> shapes.addAll(each.folder().shapes()));
    this.seed = seed;
    this.shares = List.copyOf(shares);
    this.madeUp = madeUp;
  }

  @Override
  public List<TrainingVolume> at(long step) {
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed).nextLong() + step * 0x9E3779B97F4A7C15L);
    List<TrainingVolume> others = madeUp == null ? List.of() : madeUp.at(step);
    List<TrainingVolume> volumes = new ArrayList<>();
    for (int i = 0; i < SEEN; i++) {
      // One draw in each of equal steps: every step has its shares, to one volume.
      double place = (i + random.nextDouble()) / SEEN;
      CaseFolder folder = folderAt(place, !others.isEmpty());
      volumes.add(
          folder == null
              ? others.get(random.nextInt(others.size()))
              : real(folder.draw(random), others, random));
    }
    return volumes;
  }

  /** Puts another object into a real volume, now and then. */
  private TrainingVolume real(
      TrainingVolume volume, List<TrainingVolume> others, SplittableRandom random) {
    boolean paste = random.nextDouble() < pasted && (!others.isEmpty() || !shapes.isEmpty());
    if (!paste) {
      return volume;
    }
    boolean madeUpShape = shapes.isEmpty() || (!others.isEmpty() && random.nextBoolean());
    return volume.withShapes(
        madeUpShape
            ? ShapeChoice.of(others.get(random.nextInt(others.size())))
            : shapes.get(random.nextInt(shapes.size())));
  }

  private @Nullable CaseFolder folderAt(double place, boolean others) {
    double sum = 0;
    for (Share each : shares) {
      sum += each.share();
      if (place < sum) {
        return each.folder();
      }
    }
    return others ? null : shares.get(shares.size() - 1).folder();
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder();
    double left = 1;
    for (Share each : shares) {
      text.append(percent(each.share())).append(each.folder().describe()).append("; ");
      left -= each.share();
    }
    return madeUp == null
        ? text.substring(0, text.length() - 2)
        : text + percent(left) + madeUp.describe();
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " % ";
  }

  @Override
  public void close() {
    if (madeUp != null) {
      madeUp.close();
    }
  }
}
