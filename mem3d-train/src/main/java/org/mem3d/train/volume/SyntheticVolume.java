package org.mem3d.train.volume;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

/**
 * Made-up volumes with their truth: regions, shapes, textures and what a scanner does to them, all
 * from a seed. Nothing in them comes from a patient. Stateless.
 */
public final class SyntheticVolume {
  private static final int SIDE = 160;
  private static final int SLICES = 24;

  private SyntheticVolume() {}

  /** Makes a volume of 160 x 160 x 24 voxels. The same seed gives the same voxels. */
  public static LabelledVolume of(long seed) {
    return of(SIDE, SLICES, seed);
  }

  /**
   * Makes a volume.
   *
   * @param side voxels along x and y
   * @param slices voxels along z
   * @param seed chooses everything else
   */
  public static LabelledVolume of(int side, int slices, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Grid grid = new Grid(side, side, slices, Draw.logUniform(random, 0.8, 6));
    Warp warp = new Warp(grid, random);
    short[] labels = new short[grid.voxels()];
    int backgrounds = Background.fill(grid, warp, random, labels);
    float[] wobble = new float[grid.voxels()];
    SmoothField.add(wobble, grid, Draw.uniform(random, 8, 26), 1, random);
    Shapes shapes = new Shapes(grid, warp, wobble, random, labels);

    int count = Draw.between(random, 5, 19);
    short[] parents = new short[backgrounds + 2 * count + 1];
    int last = backgrounds;
    for (int shape = 0; shape < count; shape++) {
      double[] centre = {
        Draw.uniform(random, 0, side),
        Draw.uniform(random, 0, side),
        Draw.uniform(random, -0.1, 1.1) * slices * grid.step()
      };
      double radius = Draw.logUniform(random, 6, 46);
      short inside = 0;
      if (last > backgrounds && Draw.chance(random, 0.25)) {
        short within = (short) Draw.between(random, backgrounds + 1, last);
        double[] found = voxelOf(within, labels, grid, warp, random);
        if (found.length > 0) {
          inside = within;
          centre = found;
          radius = Draw.logUniform(random, 5, 20);
        }
      }
      shapes.draw((short) ++last, inside, centre, radius);
      parents[last] = inside;
      if (Draw.chance(random, 0.08)) {
        shapes.draw((short) (last + 1), (short) last, centre, 0.5 * radius);
        parents[last + 1] = (short) last;
        last++;
      }
    }
    parents = Arrays.copyOf(parents, last + 1);
    float[] values = intensities(grid, labels, parents, backgrounds, random);
    byte[] voxels = new Imaging(grid, random).expose(values);
    Volume image =
        Volume.ofUnsignedBytes(
            voxels, side, side, slices, Geometry.ofSpacing(1, 1, Math.max(1.001, grid.step())));
    return new LabelledVolume(image, Axis.Z, labels, parents, backgrounds);
  }

  /** Returns the place of a random voxel of a label, in pixels; empty if it has none left. */
  private static double[] voxelOf(
      short label, short[] labels, Grid grid, Warp warp, SplittableRandom random) {
    int start = random.nextInt(labels.length);
    for (int i = 0; i < labels.length; i++) {
      // Strides that share no factor with the size reach every voxel once.
      int voxel = (int) ((start + (long) i * 7919) % labels.length);
      if (labels[voxel] == label) {
        int x = voxel % grid.width();
        int y = voxel / grid.width() % grid.height();
        int z = voxel / grid.slice();
        return new double[] {warp.x(x, z, voxel), warp.y(y, z, voxel), warp.z(z, voxel)};
      }
    }
    return new double[0];
  }

  private static float[] intensities(
      Grid grid, short[] labels, short[] parents, int backgrounds, SplittableRandom random) {
    int count = parents.length;
    float[] mean = means(count, parents, backgrounds, random);
    float[] coarse = new float[count];
    float[] fine = new float[count];
    for (int label = 0; label < count; label++) {
      coarse[label] = texture(random, 14);
      fine[label] = texture(random, 18);
    }
    float[] wide = new float[labels.length];
    SmoothField.add(wide, grid, Draw.uniform(random, 7, 22), 1, random);
    float[] close = new float[labels.length];
    SmoothField.add(close, grid, Draw.uniform(random, 2.2, 6), 1, random);
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      wide[i] = mean[label] + coarse[label] * wide[i] + fine[label] * close[i];
    }
    return wide;
  }

  private static float texture(SplittableRandom random, double most) {
    return Draw.chance(random, 0.4) ? 0 : (float) (most * Math.pow(random.nextDouble(), 2));
  }

  private static float[] means(
      int count, short[] parents, int backgrounds, SplittableRandom random) {
    double window = 255 * Draw.uniform(random, 0.25, 1);
    double low = Draw.uniform(random, 0, 255 - window);
    boolean tissues = Draw.chance(random, 0.35);
    double[] classes = new double[4];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Draw.uniform(random, low, low + window);
    }
    float[] mean = new float[count];
    for (int label = 0; label < count; label++) {
      mean[label] =
          (float)
              (tissues
                  ? classes[random.nextInt(classes.length)] + 3 * random.nextGaussian()
                  : Draw.uniform(random, low, low + window));
    }
    // Objects that hardly differ from what they lie in.
    for (int label = backgrounds + 1; label < count; label++) {
      if (Draw.chance(random, 0.3)) {
        int beside = parents[label] > 0 ? parents[label] : Draw.between(random, 1, backgrounds);
        mean[label] = mean[beside] + (float) (Draw.uniform(random, 6, 22) * random.nextGaussian());
      }
    }
    // Others of the very same intensity.
    for (int pairs = random.nextInt(6); pairs > 0 && count > 2; pairs--) {
      mean[Draw.between(random, 1, count - 1)] = mean[Draw.between(random, 1, count - 1)];
    }
    return mean;
  }
}
