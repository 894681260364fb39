package org.mem3d.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.mem3d.Axis;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;

/**
 * Reads the mask of one slice: from a PNG, whose columns are u and rows v, pixels that are not
 * black belonging to the object; or from a NIfTI file of one slice or of a whole volume, voxels
 * that are not 0 belonging to it.
 */
final class SliceMaskFile {
  private SliceMaskFile() {}

  /**
   * Reads a mask.
   *
   * @param index the slice that is taken from a whole volume
   * @throws InteractionException if the file cannot be read or has no such slice
   */
  static SliceMask read(Path file, Axis axis, int index) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      return readPicture(file);
    }
    Volume volume = Volumes.open(file);
    int slice = volume.size(axis) == 1 ? 0 : index;
    if (slice >= volume.size(axis)) {
      throw new InteractionException(
          file
              + " has "
              + volume.size(axis)
              + " slices along "
              + axis
              + ", so none of index "
              + slice);
    }
    float[] values = new float[volume.sliceSize(axis)];
    volume.readSlice(axis, slice, values);
    return SliceMask.of(volume.size(axis.u()), volume.size(axis.v()), i -> values[i] != 0);
  }

  private static SliceMask readPicture(Path file) {
    BufferedImage picture;
    try {
      picture = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new InteractionException(
          "the slice mask " + file + " cannot be read: " + e.getMessage());
    }
    if (picture == null) {
      throw new InteractionException("the slice mask " + file + " is not a PNG");
    }
    int width = picture.getWidth();
    return SliceMask.of(
        width, picture.getHeight(), i -> (picture.getRGB(i % width, i / width) & 0xffffff) != 0);
  }
}
