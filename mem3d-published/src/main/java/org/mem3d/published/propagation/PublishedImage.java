package org.mem3d.published.propagation;

import org.mem3d.core.region.Letterbox;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * Slices as the published memory networks see them: each stretched to 0..1 between its smallest and
 * largest value, whole in a square, the same in three channels, normalised as for ImageNet. One
 * thread at a time.
 */
final class PublishedImage {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  /**
   * A slice by all that its image depends on.
   *
   * @param reader of the volume along the axis; the same only if it is the same object
   * @param slice index along the axis
   */
  record Key(SliceReader reader, int slice) {}

  private final Letterbox letterbox;
  private final SliceReader reader;
  private final float[] slice;
  private final float[] image;

  PublishedImage(Letterbox letterbox, SliceReader reader) {
    this.letterbox = letterbox;
    this.reader = reader;
    this.slice = new float[letterbox.sizeU() * letterbox.sizeV()];
    this.image = new float[letterbox.side() * letterbox.side()];
  }

  /** Returns what names a slice. */
  Key key(int index) {
    return new Key(reader, index);
  }

  /**
   * Writes a slice.
   *
   * @param pixels 3 x side x side values, filled
   */
  void write(int index, float[] pixels) {
    reader.read(index, slice);
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : slice) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float range = Math.max(high - low, Float.MIN_NORMAL);
    for (int i = 0; i < slice.length; i++) {
      slice[i] = (slice[i] - low) / range;
    }
    letterbox.toImage(slice, image);
    for (int c = 0, at = 0; c < MEAN.length; c++) {
      for (float value : image) {
        pixels[at++] = (value - MEAN[c]) / DEVIATION[c];
      }
    }
  }

  /** Writes a mask: side x side values. */
  void writeMask(SlicePatch patch, float[] mask) {
    for (int v = 0, i = 0; v < letterbox.sizeV(); v++) {
      for (int u = 0; u < letterbox.sizeU(); u++, i++) {
        slice[i] = patch.probability(u, v);
      }
    }
    letterbox.toImage(slice, mask);
  }

  /** Brings a network's answer back to voxels. */
  SlicePatch patch(float[] probability) {
    letterbox.toSlice(probability, slice);
    return SlicePatch.ofSlice(slice, letterbox.sizeU(), letterbox.sizeV());
  }
}
