package org.mem3d.io;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.VolumeException;

/** Puts pictures into a grid, row by row, each with a caption. Belongs to one thread. */
public final class Montage {
  private static final int GAP = 6;
  private static final int BACKGROUND = 0x16181d;
  private static final int INK = 0xe8e8e8;

  private final int columns;
  private final int textScale;
  private final List<BufferedImage> pictures = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();

  /**
   * Makes an empty montage.
   *
   * @param columns pictures in a row
   */
  public Montage(int columns) {
    this(columns, 2);
  }

  /**
   * Makes an empty montage.
   *
   * @param columns pictures in a row
   * @param textScale size of the captions: letters are 7 times as many pixels high
   */
  public Montage(int columns, int textScale) {
    if (columns < 1 || textScale < 1) {
      throw new VolumeException(
          "a montage needs at least 1 column and a text scale of 1, not "
              + columns
              + " and "
              + textScale);
    }
    this.columns = columns;
    this.textScale = textScale;
  }

  /**
   * Makes a montage of the three planes through a voxel, side by side, each with its axis and
   * index.
   *
   * @throws VolumeException if the voxel lies outside the volume, or a picture would be too large
   */
  public static Montage ofPlanes(SliceOverlay overlay, int x, int y, int z) {
    Montage montage = new Montage(3);
    montage.add(overlay.render(Axis.Z, z), "Z=" + z);
    montage.add(overlay.render(Axis.Y, y), "Y=" + y);
    montage.add(overlay.render(Axis.X, x), "X=" + x);
    return montage;
  }

  /**
   * Adds a picture.
   *
   * @param caption written below it in capitals, cut to its width; may be empty
   */
  public Montage add(BufferedImage picture, String caption) {
    pictures.add(picture);
    captions.add(caption);
    return this;
  }

  /**
   * Draws all pictures added so far, in cells as large as the largest.
   *
   * @throws VolumeException if there is none
   */
  public BufferedImage render() {
    if (pictures.isEmpty()) {
      throw new VolumeException("a montage needs a picture: add one");
    }
    int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().getAsInt();
    int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().getAsInt();
    boolean captioned = captions.stream().anyMatch(caption -> !caption.isEmpty());
    int textHeight = captioned ? Glyphs.HEIGHT * textScale + GAP : 0;
    int cellWidth = width + GAP;
    int cellHeight = height + textHeight + GAP;
    int across = Math.min(columns, pictures.size());
    int down = (pictures.size() + columns - 1) / columns;
    Canvas canvas = new Canvas(across * cellWidth + GAP, down * cellHeight + GAP);
    canvas.fill(0, 0, canvas.width, canvas.height, BACKGROUND);
    for (int i = 0; i < pictures.size(); i++) {
      BufferedImage picture = pictures.get(i);
      int left = GAP + i % columns * cellWidth;
      int top = GAP + i / columns * cellHeight;
      canvas.draw(picture, left + (width - picture.getWidth()) / 2, top);
      String caption = Glyphs.fitting(captions.get(i), width, textScale);
      Glyphs.draw(canvas, caption, left, top + height + GAP, textScale, INK);
    }
    return canvas.toImage();
  }

  /** Writes {@link #render} as PNG; a file that is there is replaced. */
  public void write(Path path) {
    Canvas.writePng(path, render());
  }
}
