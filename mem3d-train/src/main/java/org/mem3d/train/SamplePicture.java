package org.mem3d.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;
import org.mem3d.train.sample.MarkedSample;
import org.mem3d.train.sample.SequenceBatch;
import org.mem3d.train.volume.TrainingVolume;

/** Samples as the networks see them, as tiles of one picture. */
final class SamplePicture {
  private static final int N = Window.INPUT_SIDE;
  private static final int TILE = N + 4;
  private static final int TRUTH = 0xffe000;
  private static final int POSITIVE = 0x30ff60;
  private static final int NEGATIVE = 0xff4040;
  private static final int BOX = 0x40a0ff;
  private static final int EXTREME = 0xff60ff;

  private final BufferedImage image;
  private final int columns;

  SamplePicture(int tiles, int columns) {
    this.columns = columns;
    int rows = (tiles + columns - 1) / columns;
    this.image =
        new BufferedImage(columns * TILE, Math.max(1, rows) * TILE, BufferedImage.TYPE_INT_RGB);
  }

  /** Adds a marked slice: its range's channel, the truth's outline, marks and the mask so far. */
  void add(int tile, MarkedSample sample) {
    float[] input = new float[InteractionModel.INPUT];
    sample.fill(input);
    int pixels = N * N;
    for (int i = 0; i < pixels; i++) {
      int rgb = grey(input[pixels + i]);
      boolean previous = input[6 * pixels + i] > 0.5f;
      if (previous) {
        rgb = mixed(rgb, 0x00c0c0, 0.3);
      }
      boolean box = input[4 * pixels + i] > 0;
      if (box && edge(input, 4 * pixels, i, 0)) {
        rgb = BOX;
      }
      if (edge(sample.truth(), 0, i, 0.5f)) {
        rgb = TRUTH;
      }
      if (input[5 * pixels + i] > 0) {
        rgb = EXTREME;
      }
      if (input[2 * pixels + i] > 0) {
        rgb = POSITIVE;
      }
      if (input[3 * pixels + i] > 0) {
        rgb = NEGATIVE;
      }
      set(tile, i, rgb);
    }
  }

  /** Adds a slice of a sequence with the truth's outline. */
  void add(int tile, SequenceBatch batch, int number) {
    int pixels = N * N;
    for (int i = 0; i < pixels; i++) {
      int rgb = grey(batch.images()[(2 * number + 1) * pixels + i]);
      set(tile, i, edge(batch.masks(), number * pixels, i, 0.5f) ? TRUTH : rgb);
    }
  }

  /** Adds a whole slice. */
  void addSlice(int tile, TrainingVolume volume, int slice) {
    SliceReader reader = volume.reader();
    float[] values = new float[reader.sizeU() * reader.sizeV()];
    reader.read(slice, values);
    float[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int rare = sorted.length / 100;
    float low = sorted[rare];
    float high = sorted[sorted.length - 1 - rare];
    for (int i = 0; i < N * N; i++) {
      int pixel = pixel(i, reader.sizeU(), reader.sizeV());
      if (pixel >= 0) {
        set(tile, i, grey((values[pixel] - low) / Math.max(1e-6f, high - low) * 2 - 1));
      }
    }
  }

  /** Adds a slice's regions, each in a colour of its own. */
  void addRegions(int tile, TrainingVolume volume, int slice, int regions) {
    int sizeU = volume.image().size(volume.axis().u());
    int sizeV = volume.image().size(volume.axis().v());
    int[] parts = volume.parts(slice);
    int[] groups = volume.objects().groups(regions);
    for (int i = 0; i < N * N; i++) {
      int pixel = pixel(i, sizeU, sizeV);
      if (pixel >= 0) {
        int mixed = groups[parts[pixel]] * 0x9E3779B1;
        set(tile, i, mixed >>> 8);
      }
    }
  }

  /** Returns the slice's pixel at a tile's, the whole slice being in the tile; -1 outside. */
  private static int pixel(int i, int sizeU, int sizeV) {
    double step = Math.max(sizeU, sizeV) / (double) N;
    int u = (int) (i % N * step);
    int row = i / N;
    int v = (int) (row * step);
    return u < sizeU && v < sizeV ? v * sizeU + u : -1;
  }

  private static boolean edge(float[] mask, int offset, int i, float threshold) {
    if (!(mask[offset + i] > threshold)) {
      return false;
    }
    int u = i % N;
    int v = i / N;
    return u == 0
        || v == 0
        || u == N - 1
        || v == N - 1
        || !(mask[offset + i - 1] > threshold)
        || !(mask[offset + i + 1] > threshold)
        || !(mask[offset + i - N] > threshold)
        || !(mask[offset + i + N] > threshold);
  }

  private static int grey(float channel) {
    int level = (int) Math.max(0, Math.min(255, Math.round(127.5 * (channel + 1))));
    return 0x010101 * level;
  }

  private static int mixed(int a, int b, double share) {
    int rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double level = (1 - share) * (a >> shift & 0xff) + share * (b >> shift & 0xff);
      rgb |= (int) Math.round(level) << shift;
    }
    return rgb;
  }

  private void set(int tile, int pixel, int rgb) {
    int x = tile % columns * TILE + pixel % N;
    int y = tile / columns * TILE + pixel / N;
    image.setRGB(x, y, rgb);
  }

  void write(Path file) throws IOException {
    PngFile.write(file, image);
  }
}
