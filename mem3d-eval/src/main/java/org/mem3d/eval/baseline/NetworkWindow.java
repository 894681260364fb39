package org.mem3d.eval.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * A volume around an object's seeds as a network of fixed width sees it: {@value #SIDE} x {@value
 * #SIDE} square cells in the slices, and along the axis a plane of cells for each slice, or for
 * every n-th where there are too many. It shows what the other baselines' region shows, made
 * square. Training and evaluation both go through here. Immutable.
 */
public final class NetworkWindow {
  /** Cells of a plane along u and v. */
  public static final int SIDE = 96;

  /** Cells of a plane. */
  public static final int PLANE = SIDE * SIDE;

  /** Channels of the network's input; see {@link #input}. */
  public static final int CHANNELS = 6;

  /** The number of planes is a multiple of this. */
  public static final int DEPTH_STEP = 4;

  private static final int LEAST_DEPTH = 8;
  private static final int MOST_DEPTH = 32;
  private static final int NOWHERE = -1;

  private final AnnotatedVolume source;

  /** The slice that each plane shows; {@link #NOWHERE} beyond the volume. */
  private final int[] slices;

  /** Side of a cell in pixels along u and v. */
  private final double[] cell;

  /** Where the first cell's centre lies along u and v, in pixels. */
  private final double[] start;

  private final double thickness;
  private final boolean[] outside;
  private final LineSampling alongU;
  private final LineSampling alongV;

  private NetworkWindow(AnnotatedVolume source, SeedBox seeds, int depth) {
    this.source = source;
    this.slices = slices(source, seeds, depth);
    double[] spacings = source.spacings();
    double side = 0;
    for (int d = 0; d < 2; d++) {
      int pixels = seeds.high[d] - seeds.low[d] + 1 + 2 * seeds.margin;
      side = Math.max(side, pixels * spacings[d]);
    }
    this.cell = new double[2];
    this.start = new double[2];
    for (int d = 0; d < 2; d++) {
      cell[d] = side / SIDE / spacings[d];
      start[d] = (seeds.low[d] + seeds.high[d]) / 2.0 + (0.5 - SIDE / 2.0) * cell[d];
    }
    this.outside = outside();
    double step = step(first(seeds), last(source, seeds), depth);
    this.thickness = step * spacings[2] / (side / SIDE);
    this.alongU = new LineSampling(SIDE, start[0], cell[0], source.image().size(source.axis().u()));
    this.alongV = new LineSampling(SIDE, start[1], cell[1], source.image().size(source.axis().v()));
  }

  /** Returns how many planes show a volume's object best; at least {@value #LEAST_DEPTH}. */
  public static int depthFor(AnnotatedVolume source) {
    SeedBox seeds = SeedBox.of(source);
    if (seeds == null) {
      return LEAST_DEPTH;
    }
    int count = last(source, seeds) - first(seeds) + 1;
    int rounded = (count + DEPTH_STEP - 1) / DEPTH_STEP * DEPTH_STEP;
    return Math.min(MOST_DEPTH, Math.max(LEAST_DEPTH, rounded));
  }

  /**
   * Makes a window.
   *
   * @param depth number of planes, a multiple of {@value #DEPTH_STEP}
   * @return null if no slice has a seed of the object
   */
  public static @Nullable NetworkWindow around(AnnotatedVolume source, int depth) {
    if (depth < LEAST_DEPTH || depth % DEPTH_STEP != 0) {
      throw new IllegalArgumentException(
          "a window has 8, 12, 16, ... planes, not " + depth + "; see depthFor");
    }
    SeedBox seeds = SeedBox.of(source);
    return seeds == null ? null : new NetworkWindow(source, seeds, depth);
  }

  private static int first(SeedBox seeds) {
    return Math.max(0, seeds.low[2] - seeds.along);
  }

  private static int last(AnnotatedVolume source, SeedBox seeds) {
    return Math.min(source.image().size(source.axis()) - 1, seeds.high[2] + seeds.along);
  }

  /** Slices from one plane to the next. */
  private static double step(int first, int last, int depth) {
    return Math.max(1, (double) (last - first) / (depth - 1));
  }

  /** One slice for each plane, rising; of those that come into question an annotated one. */
  private static int[] slices(AnnotatedVolume source, SeedBox seeds, int depth) {
    int first = first(seeds);
    int last = last(source, seeds);
    int total = source.image().size(source.axis());
    int[] slices = new int[depth];
    double step = step(first, last, depth);
    if (step == 1) {
      int start = first - (depth - (last - first + 1)) / 2;
      // As much of the volume as there are planes for.
      start = Math.max(Math.min(0, total - depth), Math.min(start, Math.max(0, total - depth)));
      for (int k = 0; k < depth; k++) {
        slices[k] = start + k >= 0 && start + k < total ? start + k : NOWHERE;
      }
      return slices;
    }
    double[] off = new double[depth];
    for (int k = 0; k < depth; k++) {
      slices[k] = (int) Math.rint(first + k * step);
      off[k] = Double.POSITIVE_INFINITY;
    }
    for (int annotated : source.slices().keySet()) {
      int k = (int) Math.rint((annotated - first) / step);
      double away = Math.abs(first + k * step - annotated);
      if (k >= 0 && k < depth && away < off[k]) {
        off[k] = away;
        slices[k] = annotated;
      }
    }
    return slices;
  }

  /** Returns the number of planes. */
  public int depth() {
    return slices.length;
  }

  private boolean beyond(int cellIndex) {
    return slices[cellIndex / PLANE] == NOWHERE || outside[cellIndex % PLANE];
  }

  /** Which cells of a plane lie beyond the slice. */
  private boolean[] outside() {
    SliceMask nothing = source.nothing();
    boolean[] found = new boolean[PLANE];
    for (int i = 0; i < PLANE; i++) {
      double u = start[0] + i % SIDE * cell[0];
      double v = start[1] + Math.floorDiv(i, SIDE) * cell[1];
      found[i] = u < -0.5 || v < -0.5 || u > nothing.width() - 0.5 || v > nothing.height() - 0.5;
    }
    return found;
  }

  /** Returns which cells are asked for: those in the volume whose slice is not annotated. */
  public boolean[] asked() {
    boolean[] asked = new boolean[slices.length * PLANE];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = !beyond(i) && !source.slices().containsKey(slices[i / PLANE]);
    }
    return asked;
  }

  /**
   * Returns how much of each cell is inside masks; nothing beyond the volume.
   *
   * @param masks of slices; null for one without
   */
  public float[] sample(IntFunction<@Nullable SliceMask> masks) {
    float[] cells = new float[slices.length * PLANE];
    for (int k = 0; k < slices.length; k++) {
      SliceMask mask = slices[k] == NOWHERE ? null : masks.apply(slices[k]);
      if (mask != null && !mask.isEmpty()) {
        float[] pixels = new float[mask.width() * mask.height()];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = mask.contains(i) ? 1 : 0;
        }
        System.arraycopy(LineSampling.sample(pixels, alongU, alongV), 0, cells, k * PLANE, PLANE);
      }
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i] > 0 && beyond(i) ? 0 : cells[i];
    }
    return cells;
  }

  /**
   * Returns the cells' intensities, of which the percentiles 1 and 99 are 0 and 1; 0 beyond the
   * volume.
   */
  public float[] intensities() {
    Volume image = source.image();
    float[] cells = new float[slices.length * PLANE];
    float[] slice = new float[image.sliceSize(source.axis())];
    for (int k = 0; k < slices.length; k++) {
      if (slices[k] != NOWHERE) {
        image.readSlice(source.axis(), slices[k], slice);
        replaceNonNumbers(slice);
        System.arraycopy(LineSampling.sample(slice, alongU, alongV), 0, cells, k * PLANE, PLANE);
      }
    }
    float[] sorted = new float[cells.length];
    int count = 0;
    for (int i = 0; i < cells.length; i++) {
      if (!beyond(i)) {
        sorted[count++] = cells[i];
      }
    }
    Arrays.sort(sorted, 0, count);
    float low = sorted[(int) (0.01 * (count - 1))];
    float high = sorted[(int) Math.ceil(0.99 * (count - 1))];
    float range = high > low ? high - low : 1;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = beyond(i) ? 0 : (cells[i] - low) / range;
    }
    return cells;
  }

  /** Puts the smallest number of a slice where there is none. */
  private static void replaceNonNumbers(float[] slice) {
    float least = Float.POSITIVE_INFINITY;
    for (float value : slice) {
      least = Float.isFinite(value) ? Math.min(least, value) : least;
    }
    for (int i = 0; i < slice.length; i++) {
      if (!Float.isFinite(slice[i])) {
        slice[i] = Float.isFinite(least) ? least : 0;
      }
    }
  }

  /**
   * Returns the network's input, {@value #CHANNELS} channels of planes: intensity over the window's
   * range; intensity relative to the object's on the annotated slices; what is known to be of the
   * object; what is known not to be; what lies beyond the volume; and the logarithm of a plane's
   * distance from the next in cells.
   *
   * @param intensities as {@link #intensities} gave them, or changed
   */
  public float[] input(float[] intensities) {
    int cells = slices.length * PLANE;
    float[] object = sample(slice -> known(slice));
    double weight = 1e-6;
    double sum = 0;
    double square = 0;
    for (int i = 0; i < cells; i++) {
      weight += object[i];
      sum += object[i] * intensities[i];
      square += (double) object[i] * intensities[i] * intensities[i];
    }
    double mean = sum / weight;
    double spread = Math.max(0.02, Math.sqrt(Math.max(0, square / weight - mean * mean)));
    float[] input = new float[CHANNELS * cells];
    float log = (float) Math.log(thickness);
    for (int i = 0; i < cells; i++) {
      boolean beyond = beyond(i);
      boolean annotated = source.slices().containsKey(slices[i / PLANE]);
      if (!beyond) {
        input[i] = clipped(2 * intensities[i] - 1, 1.5);
        input[cells + i] = clipped((intensities[i] - mean) / (2.5 * spread), 3);
      }
      input[2 * cells + i] = object[i];
      input[3 * cells + i] = beyond ? 1 : annotated ? 1 - object[i] : 0;
      input[4 * cells + i] = beyond ? 1 : 0;
      input[5 * cells + i] = log;
    }
    return input;
  }

  private static float clipped(double value, double most) {
    return (float) Math.min(most, Math.max(-most, value));
  }

  private @Nullable SliceMask known(int slice) {
    Seeds seeds = source.slices().get(slice);
    return seeds == null ? null : seeds.object();
  }

  /**
   * Returns a mask for each slice of the volume; those of annotated slices are as they were given.
   *
   * @param probability of each cell
   */
  public List<SliceMask> toMasks(float[] probability) {
    float[] cells = probability.clone();
    float[] object = sample(slice -> known(slice));
    for (int i = 0; i < cells.length; i++) {
      if (source.slices().containsKey(slices[i / PLANE])) {
        cells[i] = object[i];
      }
    }
    List<SliceMask> masks = new ArrayList<>();
    int below = NOWHERE;
    for (int slice = 0; slice < source.image().size(source.axis()); slice++) {
      int wanted = slice;
      int here =
          IntStream.range(0, slices.length)
              .filter(k -> slices[k] == wanted)
              .findFirst()
              .orElse(NOWHERE);
      below = here == NOWHERE ? below : here;
      boolean between = below != NOWHERE && below + 1 < slices.length && slices[below + 1] > slice;
      if (source.slices().containsKey(slice)) {
        masks.add(source.mask(slice));
      } else if (here != NOWHERE) {
        masks.add(mask(Arrays.copyOfRange(cells, here * PLANE, (here + 1) * PLANE)));
      } else if (between) {
        float share = (float) (slice - slices[below]) / (slices[below + 1] - slices[below]);
        float[] plane = new float[PLANE];
        for (int i = 0; i < PLANE; i++) {
          float low = cells[below * PLANE + i];
          plane[i] = low + share * (cells[(below + 1) * PLANE + i] - low);
        }
        masks.add(mask(plane));
      } else {
        masks.add(source.nothing());
      }
    }
    return masks;
  }

  /** Brings a plane of cells back to pixels. */
  private SliceMask mask(float[] plane) {
    SliceMask nothing = source.nothing();
    int[] sizes = {nothing.width(), nothing.height()};
    int[] low = new int[2];
    LineSampling[] back = new LineSampling[2];
    for (int d = 0; d < 2; d++) {
      // The pixels whose centres are in the window.
      low[d] = (int) Math.max(0, Math.ceil(start[d] - 0.5 * cell[d]));
      int high = (int) Math.min(sizes[d] - 1, Math.floor(start[d] + (SIDE - 0.5) * cell[d]));
      back[d] =
          new LineSampling(high - low[d] + 1, (low[d] - start[d]) / cell[d], 1 / cell[d], SIDE);
    }
    float[] pixels = LineSampling.sample(plane, back[0], back[1]);
    int width = back[0].count();
    boolean[] inside = new boolean[sizes[0] * sizes[1]];
    for (int i = 0; i < pixels.length; i++) {
      inside[(low[1] + i / width) * sizes[0] + low[0] + i % width] = pixels[i] > 0.5f;
    }
    return SliceMask.of(sizes[0], sizes[1], inside);
  }
}
