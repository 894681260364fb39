package org.mem3d.eval;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;

/**
 * A made-up upper abdomen as CT shows it, with its truth: a body with ribs and spine, vessels,
 * lungs, stomach, gallbladder, and the objects liver, kidney, spleen and a lesion in the liver.
 * Nothing in it comes from a patient. Immutable.
 *
 * @param image intensities in Hounsfield units
 * @param truth the objects' labels, 1 for the first name
 * @param objects the objects' names
 */
public record Phantom(Volume image, Mask truth, List<String> objects) {
  /** The label of the liver, without its lesion. */
  public static final int LIVER = 1;

  /** The label of the kidney on the patient's left. */
  public static final int KIDNEY = 2;

  /** The label of the spleen. */
  public static final int SPLEEN = 3;

  /** The label of the lesion in the liver. */
  public static final int LESION = 4;

  private static final double EXTENT_X = 240;
  private static final double EXTENT_Y = 240;
  private static final double EXTENT_Z = 192;

  /** Copies the list. */
  public Phantom {
    objects = List.copyOf(objects);
  }

  /** Makes the phantom of the demonstration: 160x160x64 voxels of 1.5x1.5x3 mm. */
  public static Phantom of(long seed) {
    return of(160, 160, 64, seed);
  }

  /**
   * Makes a phantom of 240x240x192 mm at any resolution. The same arguments give the same voxels.
   *
   * @param seed chooses the wobble of the shapes, the textures and the noise
   */
  public static Phantom of(int sizeX, int sizeY, int sizeZ, long seed) {
    // Stored as most scanners do: x to the patient's left, y to the back.
    Geometry geometry =
        Geometry.ofAffine(
            -EXTENT_X / sizeX,
            0,
            0,
            EXTENT_X / 2, //
            0,
            -EXTENT_Y / sizeY,
            0,
            EXTENT_Y / 2, //
            0,
            0,
            EXTENT_Z / sizeZ,
            -EXTENT_Z / 2);
    short[] image = new short[Math.multiplyExact(Math.multiplyExact(sizeX, sizeY), sizeZ)];
    byte[] labels = new byte[image.length];
    Anatomy anatomy = new Anatomy(seed);
    IntStream.range(0, sizeZ)
        .parallel()
        .forEach(
            z -> {
              float[] slice = new float[sizeX * sizeY];
              for (int y = 0; y < sizeY; y++) {
                for (int x = 0; x < sizeX; x++) {
                  double[] mm = geometry.toWorld(x, y, z);
                  Anatomy.Tissue tissue = anatomy.at(mm[0], mm[1], mm[2]);
                  slice[y * sizeX + x] = (float) tissue.intensity();
                  labels[x + sizeX * (y + sizeY * z)] = (byte) tissue.label();
                }
              }
              expose(slice, sizeX, sizeY, new SplittableRandom(seed * 7919 + z), image, z);
            });
    return new Phantom(
        Volume.ofShorts(image, sizeX, sizeY, sizeZ, geometry),
        new Mask(sizeX, sizeY, sizeZ, geometry, labels),
        List.of("liver", "kidney", "spleen", "lesion"));
  }

  /** Blurs a slice a little, as a scanner does, and adds the scanner's noise. */
  private static void expose(
      float[] slice, int sizeX, int sizeY, SplittableRandom random, short[] image, int z) {
    for (int y = 0; y < sizeY; y++) {
      for (int x = 0; x < sizeX; x++) {
        double sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
          int row = Math.min(Math.max(y + dy, 0), sizeY - 1) * sizeX;
          for (int dx = -1; dx <= 1; dx++) {
            int column = Math.min(Math.max(x + dx, 0), sizeX - 1);
            sum += slice[row + column] * (dx == 0 ? 2 : 1) * (dy == 0 ? 2 : 1);
          }
        }
        double noisy = sum / 16 + 14 * random.nextGaussian();
        image[x + sizeX * (y + sizeY * z)] = (short) Math.round(Math.max(noisy, -1024));
      }
    }
  }
}
