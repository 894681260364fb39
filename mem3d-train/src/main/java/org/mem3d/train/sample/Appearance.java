package org.mem3d.train.sample;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.mem3d.core.region.SliceRectangle;

/**
 * Changes of a volume's intensities that leave the truth true, drawn once for a sample: what
 * another scanner, another sequence or another reconstruction would have made of it. All of a
 * sample's slices are changed alike, but for noise and gain. Intensities are in the volume's range,
 * 0 to 1. Immutable.
 */
final class Appearance {
  private static final int KNOTS = 6;

  /** How much of the image is left beside an object that it is cropped around, in its sides. */
  private static final double NARROWEST = 0.05;

  private static final double WIDEST = 1;

  /** Taps beside the middle of the kernel that rings. */
  private static final int RIPPLES = 7;

  private final double gamma;
  private final boolean inverted;
  private final double[] knots;
  private final double bias;
  private final double[] waves;
  private final double gain;
  private final double noise;
  private final double grain;
  private final double speckle;
  private final float blur;
  private final float sharpened;
  private final float[] ringing;
  private final boolean ringsAlongU;
  private final double cellU;
  private final double cellV;
  private final double thick;
  private final Padding padding;
  private final double[] margins;
  private final long seed;

  Appearance(AppearanceSettings settings, SplittableRandom random) {
    double strength = settings.strength;
    gamma =
        happens(settings.gamma, random)
            ? Math.exp(strength * (1.2 * random.nextDouble() - 0.6))
            : 1;
    inverted = happens(settings.inverted, random);
    knots = new double[happens(settings.curve, random) ? KNOTS : 0];
    for (int i = 0; i < knots.length; i++) {
      double straight = (double) i / (KNOTS - 1);
      knots[i] = straight + strength * 0.7 * (random.nextDouble() - straight);
    }
    bias = happens(settings.bias, random) ? strength * 0.4 * random.nextDouble() : 0;
    waves =
        new double[] {
          random.nextDouble(), 0.3 + 0.7 * random.nextDouble(),
          random.nextDouble(), 0.3 + 0.7 * random.nextDouble()
        };
    gain = happens(settings.gain, random) ? strength * 0.06 * random.nextDouble() : 0;
    noise = happens(settings.noise, random) ? strength * 0.1 * square(random) : 0;
    grain = happens(settings.grain, random) ? strength * 0.1 * square(random) : 0;
    speckle = happens(settings.speckle, random) ? strength * 0.3 * square(random) : 0;
    blur = (float) (happens(settings.blur, random) ? 0.33 * random.nextDouble() : 0);
    sharpened =
        (float) (happens(settings.sharpened, random) ? strength * 1.5 * random.nextDouble() : 0);
    ringing =
        happens(settings.ringing, random)
            ? ripples(0.35 + 0.45 * random.nextDouble())
            : new float[0];
    ringsAlongU = random.nextBoolean();
    double cell = happens(settings.coarse, random) ? 1 + strength * 2 * random.nextDouble() : 1;
    double stretch =
        happens(settings.stretched, random) ? 1 + strength * 2 * random.nextDouble() : 1;
    boolean alongU = random.nextBoolean();
    cellU = alongU ? cell * stretch : cell;
    cellV = alongU ? cell : cell * stretch;
    thick = happens(settings.thick, random) ? strength * 0.33 * random.nextDouble() : 0;
    padding = happens(settings.padding, random) ? new Padding(random) : Padding.NONE;
    margins = new double[happens(settings.cropped, random) ? 4 : 0];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = NARROWEST + (WIDEST - NARROWEST) * square(random);
    }
    seed = random.nextLong();
  }

  private static boolean happens(double probability, SplittableRandom random) {
    return random.nextDouble() < probability;
  }

  private static double square(SplittableRandom random) {
    double draw = random.nextDouble();
    return draw * draw;
  }

  /** Returns how much of each neighbouring slice is mixed in, 0 for none. */
  double thick() {
    return thick;
  }

  /** Changes a slice in place. */
  void apply(float[] values, int width, int height, int slice) {
    SplittableRandom random = new SplittableRandom(seed + slice);
    curve(values);
    brighten(values, width, height, 1 + gain * random.nextGaussian());
    if (cellU > 1 || cellV > 1) {
      Filters.coarsen(values, width, height, cellU, cellV);
    }
    if (blur > 0) {
      Filters.blur(values, width, height, blur);
    }
    if (sharpened > 0) {
      float[] soft = values.clone();
      Filters.blur(soft, width, height, 0.25f);
      for (int i = 0; i < values.length; i++) {
        values[i] += sharpened * (values[i] - soft[i]);
      }
    }
    if (ringing.length > 0) {
      Filters.convolve(values, width, height, ringing, ringsAlongU);
    }
    addNoise(values, width, height, random);
  }

  /**
   * Returns the part of the slices that is seen.
   *
   * @param box around the object on all slices, inclusive corners
   */
  SliceRectangle crop(int[] box, int width, int height) {
    if (margins.length == 0) {
      return new SliceRectangle(0, 0, width, height);
    }
    int side = Math.max(box[2] - box[0], box[3] - box[1]) + 1;
    int[] margin = new int[margins.length];
    Arrays.setAll(margin, i -> (int) Math.round(margins[i] * side));
    int[] wider = {box[0] - margin[0], box[1] - margin[1], box[2] + margin[2], box[3] + margin[3]};
    return SliceRectangle.around(wider, 0).within(width, height);
  }

  /** Returns whether there is a field of view with nothing outside it. */
  boolean isPadded() {
    return padding != Padding.NONE;
  }

  /** Returns whether a pixel of a slice is outside the field of view. */
  boolean isPadding(int u, int v, int width, int height) {
    return padding.isOutside((u + 0.5) / width, (v + 0.5) / height);
  }

  /** Returns what is outside the field of view. */
  float paddingValue() {
    return padding.value();
  }

  private void curve(float[] values) {
    if (gamma == 1 && !inverted && knots.length == 0) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (gamma != 1 && value > 0) {
        value = Math.pow(value, gamma);
      }
      if (knots.length > 0) {
        double place = Math.max(0, Math.min(1, value)) * (KNOTS - 1);
        int lower = Math.min(KNOTS - 2, (int) place);
        value = knots[lower] + (place - lower) * (knots[lower + 1] - knots[lower]);
      }
      values[i] = (float) (inverted ? 1 - value : value);
    }
  }

  private void brighten(float[] values, int width, int height, double factor) {
    if (bias == 0 && factor == 1) {
      return;
    }
    double[] alongU = wave(width, waves[0], waves[1]);
    double[] alongV = wave(height, waves[2], waves[3]);
    for (int i = 0; i < values.length; i++) {
      int row = i / width;
      values[i] *= (float) (factor * (1 + bias * (alongU[i % width] + alongV[row])));
    }
  }

  private static double[] wave(int length, double phase, double turns) {
    double[] wave = new double[length];
    for (int i = 0; i < length; i++) {
      wave[i] = Math.sin(2 * Math.PI * (phase + turns * i / length));
    }
    return wave;
  }

  private void addNoise(float[] values, int width, int height, SplittableRandom random) {
    if (speckle > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= (float) (1 + speckle * random.nextGaussian());
      }
    }
    if (noise > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (noise * random.nextGaussian());
      }
    }
    if (grain > 0) {
      float[] field = new float[values.length];
      for (int i = 0; i < field.length; i++) {
        field[i] = (float) random.nextGaussian();
      }
      Filters.blur(field, width, height, 0.3f);
      Filters.blur(field, width, height, 0.3f);
      for (int i = 0; i < values.length; i++) {
        // Two blurs leave about 0.3 of the deviation.
        values[i] += (float) (grain / 0.3 * field[i]);
      }
    }
  }

  /** Returns the kernel of a spectrum that is cut off at a share of it. */
  private static float[] ripples(double cutOff) {
    float[] kernel = new float[2 * RIPPLES + 1];
    float sum = 0;
    for (int i = -RIPPLES; i <= RIPPLES; i++) {
      double x = Math.PI * i;
      kernel[i + RIPPLES] = (float) (i == 0 ? cutOff : Math.sin(cutOff * x) / x);
      sum += kernel[i + RIPPLES];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Where there is no image, and what is there instead. */
  private static final class Padding {
    static final Padding NONE = new Padding(new SplittableRandom(0), 1e6);

    private final boolean round;
    private final double reach;
    private final double middleU;
    private final double middleV;
    private final float value;

    Padding(SplittableRandom random) {
      this(random, 0.38 + 0.2 * random.nextDouble());
    }

    private Padding(SplittableRandom random, double reach) {
      this.reach = reach;
      round = random.nextBoolean();
      middleU = 0.5 + 0.1 * (random.nextDouble() - 0.5);
      middleV = 0.5 + 0.1 * (random.nextDouble() - 0.5);
      double kind = random.nextDouble();
      // Black, far below all tissue as -2000 in CT, or saturated.
      value = kind < 0.4 ? 0 : kind < 0.8 ? -1 - 2 * (float) random.nextDouble() : 1.5f;
    }

    boolean isOutside(double u, double v) {
      double du = Math.abs(u - middleU);
      double dv = Math.abs(v - middleV);
      return round ? du * du + dv * dv > reach * reach : Math.max(du, dv) > reach;
    }

    float value() {
      return value;
    }
  }
}
