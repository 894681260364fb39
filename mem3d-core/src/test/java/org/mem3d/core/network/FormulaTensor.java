package org.mem3d.core.network;

import java.nio.charset.StandardCharsets;

/** Numbers from a name, by the formula with which the golden tensors' inputs were made. */
final class FormulaTensor {
  private final long seed;

  private FormulaTensor(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    this.seed = hash;
  }

  private double at(long index) {
    long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) * 0x1p-24;
  }

  /** A picture of coarse cells of 16 pixels and fine noise, 0 to 1. */
  static float[] image(String name, int channels, int side) {
    FormulaTensor coarse = new FormulaTensor(name + ".coarse");
    FormulaTensor fine = new FormulaTensor(name + ".fine");
    int cells = side / 16;
    float[] image = new float[channels * side * side];
    for (int c = 0, i = 0; c < channels; c++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++, i++) {
          double cell = coarse.at((c * cells + y / 16) * cells + x / 16);
          image[i] = (float) (0.75 * cell + 0.25 * fine.at(i));
        }
      }
    }
    return image;
  }
}
