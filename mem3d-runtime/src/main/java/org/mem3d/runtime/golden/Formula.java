package org.mem3d.runtime.golden;

import java.nio.charset.StandardCharsets;
import org.mem3d.graph.Shape;

/**
 * Numbers made from a name: tensors that anyone can make again without a file, in any language.
 *
 * <p>Number i of a name is {@code u = (mix(seed + (i + 1) * 9E3779B97F4A7C15) >>> 40) * 2^-24}, in
 * [0, 1), where the seed is the FNV-1a hash (64 bit) of the name's UTF-8 bytes, xor a salt, and mix
 * is the finaliser of SplitMix64.
 */
public final class Formula {
  private final long salt;

  /** Makes a formula; salts give independent numbers. */
  public Formula(long salt) {
    this.salt = salt;
  }

  /** Returns {@code count} numbers between {@code low} and {@code high}. */
  public float[] uniform(String name, int count, double low, double high) {
    long seed = seed(name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * unit(seed, i));
    }
    return values;
  }

  /**
   * Returns an image of coarse cells (16 x 16 pixels, three quarters of the value) and fine noise,
   * 0 to 1: channels x height x width.
   */
  public float[] image(String name, int channels, int height, int width) {
    long coarse = seed(name + ".coarse");
    long fine = seed(name + ".fine");
    int rows = height / 16;
    int columns = width / 16;
    float[] image = new float[channels * height * width];
    for (int c = 0, i = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++, i++) {
          int cell = (c * rows + y / 16) * columns + x / 16;
          image[i] = (float) (0.75 * unit(coarse, cell) + 0.25 * unit(fine, i));
        }
      }
    }
    return image;
  }

  /**
   * Returns the weights of one parameter, in a range that its name and shape tell, so that
   * activations neither vanish nor grow.
   */
  public float[] weights(String name, Shape shape) {
    int count = shape.elements();
    if (name.endsWith("running_mean")) {
      return uniform(name, count, -0.1, 0.1);
    }
    if (name.endsWith("running_var")) {
      return uniform(name, count, 0.8, 1.2);
    }
    if (name.endsWith("bias")) {
      return uniform(name, count, -0.05, 0.05);
    }
    if (shape.rank() == 1) {
      return uniform(name, count, 0.4, 0.8);
    }
    int fanIn = count / shape.dim(0);
    double bound = Math.sqrt(6.0 / fanIn);
    // Keys are larger, so that the softmax of the memory read has something to choose.
    double range = name.endsWith("Key.weight") ? 6 * bound : bound;
    return uniform(name, count, -range, range);
  }

  private long seed(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash ^ salt;
  }

  private static double unit(long seed, long index) {
    long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) * 0x1p-24;
  }
}
