package org.mem3d.core.region;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.mem3d.SliceMask;

/**
 * An object's probability on one slice: a rectangle of voxels, zero outside. Held in steps of
 * 1/256, so a slice costs one byte a voxel at most, and a large one less ({@link Levels}).
 * Immutable.
 */
public final class SlicePatch {
  /** The object is nowhere on the slice. */
  public static final SlicePatch EMPTY = new SlicePatch(0, 0, 0, 0, new byte[0]);

  /** From this level on a voxel is inside. */
  public static final int INSIDE = 128;

  private static final int CERTAIN = 255;

  private final int lowU;
  private final int lowV;
  private final int width;
  private final int height;
  private final Levels levels;
  private final int area;

  /** Of the levels; 0 until it is first asked for. */
  private int hash;

  private SlicePatch(int lowU, int lowV, int width, int height, byte[] levels) {
    this.lowU = lowU;
    this.lowV = lowV;
    this.width = width;
    this.height = height;
    this.levels = Levels.of(levels);
    int inside = 0;
    for (byte level : levels) {
      inside += (level & 0xff) >= INSIDE ? 1 : 0;
    }
    this.area = inside;
  }

  /** Returns the patch of an exact mask: 1 inside, 0 outside. */
  public static SlicePatch of(SliceMask mask) {
    if (mask.isEmpty()) {
      return EMPTY;
    }
    int[] box = mask.bounds();
    int width = box[2] - box[0] + 1;
    int height = box[3] - box[1] + 1;
    byte[] levels = new byte[width * height];
    for (int i = 0; i < levels.length; i++) {
      if (mask.contains(box[0] + i % width, box[1] + i / width)) {
        levels[i] = (byte) CERTAIN;
      }
    }
    return new SlicePatch(box[0], box[1], width, height, levels);
  }

  /**
   * Returns the patch of a network's answer: the window's pixels brought back to voxels, bilinear,
   * cut to the slice.
   *
   * @param pixels {@code INPUT_SIDE * INPUT_SIDE} probabilities, u fastest; not modified
   * @param sizeU voxels of the slice along u
   * @param sizeV voxels of the slice along v
   */
  public static SlicePatch of(float[] pixels, Window window, int sizeU, int sizeV) {
    int[] box = notZero(pixels);
    int last = Window.INPUT_SIDE - 1;
    int u0 = Math.max(0, first(window.lowU(), window.side(), box[0]));
    int v0 = Math.max(0, first(window.lowV(), window.side(), box[1]));
    int width = Math.min(sizeU, end(window.lowU(), window.side(), box[2])) - u0;
    int height = Math.min(sizeV, end(window.lowV(), window.side(), box[3])) - v0;
    if (width <= 0 || height <= 0) {
      return EMPTY;
    }
    int[] columns = new int[width];
    float[] rights = new float[width];
    for (int u = 0; u < width; u++) {
      double x = Math.min(last, Math.max(0, window.pixelU(u0 + u)));
      columns[u] = (int) Math.min(last - 1, x);
      rights[u] = (float) (x - columns[u]);
    }
    byte[] levels = new byte[width * height];
    for (int v = 0; v < height; v++) {
      double y = Math.min(last, Math.max(0, window.pixelV(v0 + v)));
      int row = (int) Math.min(last - 1, y);
      float down = (float) (y - row);
      for (int u = 0; u < width; u++) {
        int at = row * Window.INPUT_SIDE + columns[u];
        float upper = pixels[at] + rights[u] * (pixels[at + 1] - pixels[at]);
        at += Window.INPUT_SIDE;
        float lower = pixels[at] + rights[u] * (pixels[at + 1] - pixels[at]);
        levels[v * width + u] = level(upper + down * (lower - upper));
      }
    }
    return trimmed(u0, v0, width, height, levels);
  }

  /** Returns the first voxel that a pixel, or else the rim, reaches along u or v. */
  private static int first(double low, double side, int pixel) {
    double reached =
        pixel == 0 ? low : Math.max(low, low + (pixel - 1) * side / Window.INPUT_SIDE - 1);
    return (int) Math.floor(reached);
  }

  /** Returns the first voxel beyond those that a pixel, or else the rim, reaches along u or v. */
  private static int end(double low, double side, int pixel) {
    double pixels =
        pixel == Window.INPUT_SIDE - 1 ? Window.INPUT_SIDE : Math.min(Window.INPUT_SIDE, pixel + 2);
    return (int) Math.ceil(low + pixels * side / Window.INPUT_SIDE);
  }

  /** Returns the box around the pixels that are not level 0; one of negative size if all are. */
  private static int[] notZero(float[] pixels) {
    int[] box = {Window.INPUT_SIDE, Window.INPUT_SIDE, -2, -2};
    for (int y = 0; y < Window.INPUT_SIDE; y++) {
      int from = y * Window.INPUT_SIDE;
      int left = 0;
      while (left < Window.INPUT_SIDE && level(pixels[from + left]) == 0) {
        left++;
      }
      if (left < Window.INPUT_SIDE) {
        int right = Window.INPUT_SIDE - 1;
        while (level(pixels[from + right]) == 0) {
          right--;
        }
        box[0] = Math.min(box[0], left);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], right);
        box[3] = y;
      }
    }
    return box;
  }

  /**
   * Returns the patch of levels that {@link #writeLevels} wrote.
   *
   * @param levels {@code width * height} of them, u fastest; the patch takes the array
   */
  public static SlicePatch ofLevels(int lowU, int lowV, int width, int height, byte[] levels) {
    if (levels.length != width * height) {
      throw new IllegalArgumentException(
          levels.length + " levels for " + width + "x" + height + " voxels");
    }
    return new SlicePatch(lowU, lowV, width, height, levels);
  }

  /**
   * Returns the patch of a whole slice.
   *
   * @param probability {@code sizeU * sizeV} values, u fastest; not modified
   */
  public static SlicePatch ofSlice(float[] probability, int sizeU, int sizeV) {
    return ofRectangle(0, 0, sizeU, sizeV, probability);
  }

  /**
   * Returns the patch of a rectangle of voxels.
   *
   * @param lowU its first u
   * @param lowV its first v
   * @param probability {@code width * height} values, u fastest; not modified
   */
  public static SlicePatch ofRectangle(
      int lowU, int lowV, int width, int height, float[] probability) {
    byte[] levels = new byte[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = level(probability[i]);
    }
    return trimmed(lowU, lowV, width, height, levels);
  }

  /** Returns the patch of a rectangle without the rows and columns of zeros around it. */
  private static SlicePatch trimmed(int u0, int v0, int width, int height, byte[] levels) {
    int firstU = width;
    int lastU = -1;
    int firstV = height;
    int lastV = -1;
    for (int v = 0; v < height; v++) {
      int from = v * width;
      int left = 0;
      while (left < width && levels[from + left] == 0) {
        left++;
      }
      if (left < width) {
        int right = width - 1;
        while (levels[from + right] == 0) {
          right--;
        }
        firstU = Math.min(firstU, left);
        lastU = Math.max(lastU, right);
        firstV = Math.min(firstV, v);
        lastV = v;
      }
    }
    if (lastV < 0) {
      return EMPTY;
    }
    int trimmedWidth = lastU - firstU + 1;
    int trimmedHeight = lastV - firstV + 1;
    byte[] kept = new byte[trimmedWidth * trimmedHeight];
    for (int v = 0; v < trimmedHeight; v++) {
      System.arraycopy(levels, (firstV + v) * width + firstU, kept, v * trimmedWidth, trimmedWidth);
    }
    return new SlicePatch(u0 + firstU, v0 + firstV, trimmedWidth, trimmedHeight, kept);
  }

  /** Returns the weighted sum of two patches; the weights are not negative and add up to 1. */
  public static SlicePatch blend(SlicePatch a, float weightA, SlicePatch b, float weightB) {
    return blend(List.of(a, b), weightA, weightB);
  }

  /**
   * Returns a weighted sum of patches.
   *
   * @param weights of each patch; their sum is at most 1
   */
  public static SlicePatch blend(List<SlicePatch> patches, float... weights) {
    int u0 = Integer.MAX_VALUE;
    int v0 = Integer.MAX_VALUE;
    int u1 = 0;
    int v1 = 0;
    for (SlicePatch patch : patches) {
      if (patch.levels.length() > 0) {
        u0 = Math.min(u0, patch.lowU);
        v0 = Math.min(v0, patch.lowV);
        u1 = Math.max(u1, patch.lowU + patch.width);
        v1 = Math.max(v1, patch.lowV + patch.height);
      }
    }
    if (u1 == 0) {
      return EMPTY;
    }
    float[] sums = new float[(u1 - u0) * (v1 - v0)];
    for (int i = 0; i < weights.length; i++) {
      patches.get(i).addTo(sums, u0, v0, u1 - u0, weights[i]);
    }
    byte[] levels = new byte[sums.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = level(sums[i]);
    }
    return trimmed(u0, v0, u1 - u0, v1 - v0, levels);
  }

  private void addTo(float[] sums, int u0, int v0, int rowLength, float weight) {
    byte[] all = levels.all();
    for (int v = 0; v < height; v++) {
      int row = (lowV + v - v0) * rowLength + lowU - u0;
      for (int u = 0; u < width; u++) {
        sums[row + u] += weight * ((all[v * width + u] & 0xff) / 255f);
      }
    }
  }

  /**
   * Returns this patch with some voxels forced inside and others outside. Those inside become
   * certain (255), all others at most 254, so that a mark outweighs what a network says.
   */
  public SlicePatch forced(SliceMask inside, SliceMask outside) {
    int u0 = lowU;
    int v0 = lowV;
    int u1 = lowU + width;
    int v1 = lowV + height;
    int[] box = inside.bounds();
    if (box.length > 0) {
      u0 = levels.length() == 0 ? box[0] : Math.min(u0, box[0]);
      v0 = levels.length() == 0 ? box[1] : Math.min(v0, box[1]);
      u1 = levels.length() == 0 ? box[2] + 1 : Math.max(u1, box[2] + 1);
      v1 = levels.length() == 0 ? box[3] + 1 : Math.max(v1, box[3] + 1);
    }
    byte[] forced = new byte[(u1 - u0) * (v1 - v0)];
    for (int v = v0, i = 0; v < v1; v++) {
      for (int u = u0; u < u1; u++, i++) {
        int level = Math.min(levelAt(u, v), CERTAIN - 1);
        if (inside.contains(u, v)) {
          level = CERTAIN;
        } else if (outside.contains(u, v)) {
          level = Math.min(level, INSIDE - 1);
        }
        forced[i] = (byte) level;
      }
    }
    return new SlicePatch(u0, v0, u1 - u0, v1 - v0, forced);
  }

  /** Which voxels of a slice. */
  @FunctionalInterface
  public interface Voxels {
    /** Returns whether a voxel is one of them. */
    boolean contain(int u, int v);
  }

  /** Returns this patch with some voxels at most just outside; this one if none was inside. */
  public SlicePatch lowered(Voxels voxels) {
    byte[] changed = levels.all().clone();
    boolean any = false;
    for (int i = 0; i < changed.length; i++) {
      if ((changed[i] & 0xff) >= INSIDE && voxels.contain(lowU + i % width, lowV + i / width)) {
        changed[i] = INSIDE - 1;
        any = true;
      }
    }
    return any ? new SlicePatch(lowU, lowV, width, height, changed) : this;
  }

  /** Returns this patch with the levels that another one has on some voxels. */
  public SlicePatch exchanged(Voxels voxels, SlicePatch other) {
    if (levels.length() == 0 && other.levels.length() == 0) {
      return this;
    }
    SlicePatch first = levels.length() == 0 ? other : this;
    SlicePatch second = other.levels.length() == 0 ? this : other;
    int u0 = Math.min(first.lowU, second.lowU);
    int v0 = Math.min(first.lowV, second.lowV);
    int u1 = Math.max(first.lowU + first.width, second.lowU + second.width);
    int v1 = Math.max(first.lowV + first.height, second.lowV + second.height);
    byte[] mixed = new byte[(u1 - u0) * (v1 - v0)];
    for (int v = v0, i = 0; v < v1; v++) {
      for (int u = u0; u < u1; u++, i++) {
        mixed[i] = (byte) (voxels.contain(u, v) ? other : this).levelAt(u, v);
      }
    }
    return trimmed(u0, v0, u1 - u0, v1 - v0, mixed);
  }

  /** Returns the probability at a voxel, 0 to 1. */
  public float probability(int u, int v) {
    return levelAt(u, v) / 255f;
  }

  /** Returns the probability in steps, 0 to 255; from 128 on the voxel is inside. */
  public int levelAt(int u, int v) {
    int x = u - lowU;
    int y = v - lowV;
    return x >= 0 && x < width && y >= 0 && y < height ? levels.at(y * width + x) : 0;
  }

  /** Writes the levels of the rectangle, u fastest. */
  public void writeLevels(OutputStream out) throws IOException {
    out.write(levels.all());
  }

  /** Returns whether a voxel is inside. */
  public boolean contains(int u, int v) {
    return levelAt(u, v) >= INSIDE;
  }

  /** Returns the number of voxels inside. */
  public int area() {
    return area;
  }

  /**
   * Returns the Dice that the voxels inside would have if each voxel were of the object with its
   * probability, the expected overlap over the expected sizes; 0 if none is inside.
   */
  public double expectedDice() {
    int inside = 0;
    int all = 0;
    for (byte level : levels.all()) {
      int value = level & 0xff;
      all += value;
      inside += value >= INSIDE ? value : 0;
    }
    return area == 0 ? 0 : 2.0 * inside / ((double) area * CERTAIN + all);
  }

  /** Returns the first u of the rectangle outside which all is zero. */
  public int lowU() {
    return lowU;
  }

  /** Returns the first v of the rectangle outside which all is zero. */
  public int lowV() {
    return lowV;
  }

  /** Returns the rectangle's voxels along u. */
  public int width() {
    return width;
  }

  /** Returns the rectangle's voxels along v. */
  public int height() {
    return height;
  }

  /** Returns the bytes that the levels take. */
  public long bytes() {
    return levels.bytes();
  }

  /** Returns the box around the voxels inside, as {@link SliceMask#bounds} gives it. */
  public int[] bounds() {
    if (area == 0) {
      return new int[0];
    }
    int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
    byte[] all = levels.all();
    for (int i = 0; i < all.length; i++) {
      if ((all[i] & 0xff) >= INSIDE) {
        box[0] = Math.min(box[0], lowU + i % width);
        box[1] = Math.min(box[1], lowV + i / width);
        box[2] = Math.max(box[2], lowU + i % width);
        box[3] = Math.max(box[3], lowV + i / width);
      }
    }
    return box;
  }

  /** Returns the voxels inside, as a mask of the whole slice. */
  public SliceMask toMask(int sizeU, int sizeV) {
    return SliceMask.of(sizeU, sizeV, i -> contains(i % sizeU, i / sizeU));
  }

  /** Fills a window's pixels with the probability. */
  public void sample(Window window, float[] pixels) {
    if (levels.length() == 0) {
      Arrays.fill(pixels, 0, Window.INPUT_SIDE * Window.INPUT_SIDE, 0);
      return;
    }
    byte[] all = levels.all();
    float[] plane = new float[all.length];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (all[i] & 0xff) / 255f;
    }
    Crop.sample(plane, lowU, lowV, width, height, window, 0, pixels);
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof SlicePatch that
        && lowU == that.lowU
        && lowV == that.lowV
        && width == that.width
        && height == that.height
        && levels.equals(that.levels);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = levels.hashCode();
    }
    return hash;
  }

  private static byte level(float probability) {
    return (byte) Math.min(255, Math.max(0, (int) (probability * 256)));
  }
}
