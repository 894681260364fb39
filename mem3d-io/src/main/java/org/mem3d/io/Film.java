package org.mem3d.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.mem3d.VolumeException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/** Pictures shown one after the other, again and again: an animated GIF. Belongs to one thread. */
public final class Film {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  private final List<BufferedImage> pictures = new ArrayList<>();
  private final int milliseconds;

  /**
   * Makes an empty film.
   *
   * @param milliseconds for which each picture is seen, 20 to 10000; hundredths of a second count
   */
  public Film(int milliseconds) {
    if (milliseconds < 20 || milliseconds > 10000) {
      throw new VolumeException(
          "a picture of a film is seen for 20 to 10000 milliseconds, not " + milliseconds);
    }
    this.milliseconds = milliseconds;
  }

  /**
   * Adds a picture.
   *
   * @throws VolumeException if it has another size than those before
   */
  public Film add(BufferedImage picture) {
    if (!pictures.isEmpty()
        && (picture.getWidth() != pictures.get(0).getWidth()
            || picture.getHeight() != pictures.get(0).getHeight())) {
      throw new VolumeException(
          "a film has pictures of one size, "
              + (pictures.get(0).getWidth() + "x" + pictures.get(0).getHeight())
              + ", not "
              + (picture.getWidth() + "x" + picture.getHeight()));
    }
    pictures.add(picture);
    return this;
  }

  /** Returns how many pictures there are. */
  public int size() {
    return pictures.size();
  }

  /**
   * Writes the film; a file that is there is replaced.
   *
   * @param path usually ends in .gif
   * @throws VolumeException if there is no picture, or the file cannot be written; what was there
   *     is then unchanged
   */
  public void write(Path path) {
    if (pictures.isEmpty()) {
      throw new VolumeException(path + " was not written: a film needs a picture");
    }
    try {
      WholeFile.write(
          path,
          file -> {
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
              write(out);
            }
          });
    } catch (FileException e) {
      throw new VolumeException(e.getMessage(), e);
    }
  }

  private void write(ImageOutputStream out) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < pictures.size(); i++) {
        BufferedImage picture = pictures.get(i);
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(picture), writer.getDefaultWriteParam());
        metadata.mergeTree(FORMAT, words(i == 0));
        writer.writeToSequence(new IIOImage(picture, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private IIOMetadataNode words(boolean isFirst) {
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(milliseconds / 10));
    root.appendChild(control);
    if (isFirst) {
      IIOMetadataNode applications = new IIOMetadataNode("ApplicationExtensions");
      IIOMetadataNode again = new IIOMetadataNode("ApplicationExtension");
      again.setAttribute("applicationID", "NETSCAPE");
      again.setAttribute("authenticationCode", "2.0");
      again.setUserObject(new byte[] {1, 0, 0}); // again and again, without an end
      applications.appendChild(again);
      root.appendChild(applications);
    }
    return root;
  }
}
