package org.mem3d;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Which pixels of one slice belong to an object: a binary image of {@code width x height} pixels,
 * (u, v), u fastest. Immutable.
 */
public final class SliceMask {
  private final int width;
  private final int height;
  private final BitSet inside;

  private SliceMask(int width, int height, BitSet inside) {
    if (width < 1 || height < 1) {
      throw new InteractionException(
          "a slice mask has a positive size, not " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    this.inside = inside;
  }

  /**
   * Makes a mask from a rule.
   *
   * @param inside says for the index {@code v * width + u} whether the pixel belongs to the object
   */
  public static SliceMask of(int width, int height, IntPredicate inside) {
    Objects.requireNonNull(inside, "the rule is null");
    if ((long) width * height > Integer.MAX_VALUE) {
      throw new InteractionException(
          "a slice mask has at most " + Integer.MAX_VALUE + " pixels, not " + width + "x" + height);
    }
    BitSet bits = new BitSet();
    for (int i = 0; i < width * height; i++) {
      if (inside.test(i)) {
        bits.set(i);
      }
    }
    return new SliceMask(width, height, bits);
  }

  /**
   * Makes a mask of the pixels that are true; the array is copied.
   *
   * @throws InteractionException if the array has another length than {@code width * height}
   */
  public static SliceMask of(int width, int height, boolean[] pixels) {
    Objects.requireNonNull(pixels, "the array of pixels is null");
    if (pixels.length != (long) width * height) {
      throw new InteractionException(
          "a slice mask of "
              + width
              + "x"
              + height
              + " pixels needs an array of their product, not of "
              + pixels.length);
    }
    return of(width, height, i -> pixels[i]);
  }

  /** Makes a mask with no pixel inside. */
  public static SliceMask empty(int width, int height) {
    return new SliceMask(width, height, new BitSet());
  }

  /** Returns the number of pixels along u. */
  public int width() {
    return width;
  }

  /** Returns the number of pixels along v. */
  public int height() {
    return height;
  }

  /** Returns whether a pixel belongs to the object; pixels outside the slice do not. */
  public boolean contains(int u, int v) {
    return u >= 0 && u < width && v >= 0 && v < height && inside.get(v * width + u);
  }

  /** Returns whether the pixel of index {@code v * width + u} belongs to the object. */
  public boolean contains(int index) {
    return inside.get(index);
  }

  /** Returns the number of pixels inside. */
  public int area() {
    return inside.cardinality();
  }

  /** Returns whether no pixel is inside. */
  public boolean isEmpty() {
    return inside.isEmpty();
  }

  /**
   * Returns the smallest box around the pixels inside: first u, first v, last u, last v, all
   * inclusive; or an array of length 0 if there are none.
   */
  public int[] bounds() {
    if (isEmpty()) {
      return new int[0];
    }
    int[] box = {width, height, -1, -1};
    for (int i = inside.nextSetBit(0); i >= 0; i = inside.nextSetBit(i + 1)) {
      int u = i % width;
      int v = i / width;
      box[0] = Math.min(box[0], u);
      box[1] = Math.min(box[1], v);
      box[2] = Math.max(box[2], u);
      box[3] = Math.max(box[3], v);
    }
    return box;
  }

  /** Returns a new array of the pixels, u fastest. */
  public boolean[] toArray() {
    boolean[] pixels = new boolean[width * height];
    inside.stream().forEach(i -> pixels[i] = true);
    return pixels;
  }

  /**
   * Returns the number of pixels in both masks.
   *
   * @throws InteractionException if the masks are of two sizes
   */
  public int overlap(SliceMask other) {
    if (width != other.width || height != other.height) {
      throw new InteractionException("masks of two sizes: " + this + " and " + other);
    }
    BitSet both = (BitSet) inside.clone();
    both.and(other.inside);
    return both.cardinality();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SliceMask that
        && width == that.width
        && height == that.height
        && inside.equals(that.inside);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {width, height, inside.hashCode()});
  }

  /** Returns size and area. */
  @Override
  public String toString() {
    return width + "x" + height + " mask of " + area() + " pixels";
  }
}
