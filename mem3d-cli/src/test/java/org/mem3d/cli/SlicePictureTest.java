package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.batch.input.SlicePicture;

/** Masks of slices in pictures of every kind; the object is one label of the lowest value. */
class SlicePictureTest {
  private static final int WIDTH = 9;
  private static final int HEIGHT = 5;
  private static final byte[] NONE = {};

  @TempDir Path directory = Path.of(".");

  private static boolean inside(int x, int y) {
    return x >= 2 && x <= 6 && y >= 1 && y <= 3 && x + y != 4;
  }

  private static final SliceMask OBJECT =
      SliceMask.of(WIDTH, HEIGHT, i -> inside(i % WIDTH, Math.floorDiv(i, WIDTH)));

  @Test
  void greyOfEveryDepth() throws IOException {
    for (int depth : new int[] {1, 2, 4, 8, 16}) {
      for (int label : new int[] {1, 2, (1 << depth) - 1}) {
        int value = Math.min(label, (1 << depth) - 1);
        read(PngBytes.GREY, depth, (x, y) -> new int[] {inside(x, y) ? value : 0});
      }
    }
    // Values whose upper byte alone, or lower byte alone, is set.
    for (int value : new int[] {1, 0x7f, 0x80, 0xff, 0x100, 0x8000}) {
      read(PngBytes.GREY, 16, (x, y) -> new int[] {inside(x, y) ? value : 0});
    }
  }

  @Test
  void coloursOfWhichOneIsAboveZero() throws IOException {
    for (int depth : new int[] {8, 16}) {
      for (int channel = 0; channel < 3; channel++) {
        int set = channel;
        read(
            PngBytes.RGB,
            depth,
            (x, y) -> {
              int[] rgb = new int[3];
              rgb[set] = inside(x, y) ? 1 : 0;
              return rgb;
            });
      }
    }
  }

  @Test
  void transparentPixelsDoNotBelongToTheObject() throws IOException {
    for (int depth : new int[] {8, 16}) {
      int opaque = (1 << depth) - 1;
      // Opaque black ground.
      read(PngBytes.GREY_ALPHA, depth, (x, y) -> new int[] {inside(x, y) ? 1 : 0, opaque});
      // White everywhere, seen on the object alone; barely is enough.
      read(PngBytes.GREY_ALPHA, depth, (x, y) -> new int[] {opaque, inside(x, y) ? 1 : 0});
      read(PngBytes.RGB_ALPHA, depth, (x, y) -> new int[] {0, inside(x, y) ? 1 : 0, 0, opaque});
      read(
          PngBytes.RGB_ALPHA, depth, (x, y) -> new int[] {200, 100, 50, inside(x, y) ? opaque : 0});
    }
  }

  @Test
  void palettes() throws IOException {
    byte[] colours = {0, 0, 0, (byte) 200, 0, 0, 0, 0, 1, 0, 0, 0};
    for (int depth : new int[] {2, 4, 8}) {
      for (int index : new int[] {1, 2}) {
        // Index 3 is black too.
        PngBytes.Pixels pixels = (x, y) -> new int[] {inside(x, y) ? index : x == 0 ? 3 : 0};
        assertThat(read(PngBytes.PALETTE, depth, colours, NONE, pixels)).isEqualTo(OBJECT);
      }
      // Index 2, a colour, is wholly transparent.
      byte[] transparency = {(byte) 255, (byte) 255, 0};
      PngBytes.Pixels pixels = (x, y) -> new int[] {inside(x, y) ? 1 : 2};
      assertThat(read(PngBytes.PALETTE, depth, colours, transparency, pixels)).isEqualTo(OBJECT);
    }
    byte[] two = {0, 0, 0, 9, 9, 9};
    PngBytes.Pixels pixels = (x, y) -> new int[] {inside(x, y) ? 1 : 0};
    assertThat(read(PngBytes.PALETTE, 1, two, NONE, pixels)).isEqualTo(OBJECT);
  }

  @Test
  void oneColourMayBeDeclaredTransparent() throws IOException {
    byte[] grey = {0, 7};
    PngBytes.Pixels pixels = (x, y) -> new int[] {inside(x, y) ? 3 : 7};
    assertThat(read(PngBytes.GREY, 8, NONE, grey, pixels)).isEqualTo(OBJECT);
    byte[] rgb = {0, 7, 0, 7, 0, 7};
    PngBytes.Pixels colours = (x, y) -> inside(x, y) ? new int[] {0, 1, 0} : new int[] {7, 7, 7};
    assertThat(read(PngBytes.RGB, 8, NONE, rgb, colours)).isEqualTo(OBJECT);
  }

  @Test
  void allBlackIsNoObject() throws IOException {
    PngBytes.Pixels black = (x, y) -> new int[] {0, 255};
    assertThat(read(PngBytes.GREY_ALPHA, 8, NONE, NONE, black).isEmpty()).isTrue();
  }

  @Test
  void blackOnTransparentGroundIsRefused() {
    PngBytes.Pixels cutOut = (x, y) -> new int[] {0, inside(x, y) ? 255 : 0};
    assertThatThrownBy(() -> read(PngBytes.GREY_ALPHA, 8, NONE, NONE, cutOut))
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll("slice.png", "nothing but black", "another colour");
  }

  private void read(int type, int depth, PngBytes.Pixels pixels) throws IOException {
    assertThat(read(type, depth, NONE, NONE, pixels))
        .as("type %d of %d bits", type, depth)
        .isEqualTo(OBJECT);
  }

  private SliceMask read(
      int type, int depth, byte[] palette, byte[] transparency, PngBytes.Pixels pixels)
      throws IOException {
    Path file = directory.resolve("slice.png");
    Files.write(file, PngBytes.of(WIDTH, HEIGHT, type, depth, palette, transparency, pixels));
    return SlicePicture.read(file);
  }
}
