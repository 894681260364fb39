package org.mem3d.batch.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.file.FileContent;
import org.mem3d.io.Volumes;

/**
 * Reads masks of slices of an image: from a PNG, whose columns are u and rows v ({@link
 * SlicePicture}); or from a volume's file of one slice or of the whole, which must lie where the
 * image does. Voxels above 0 belong to the object; those that are no number do not.
 */
public final class SliceMaskFile {
  private static final int[] PNG = {0x89, 'P', 'N', 'G'};

  private final Supplier<Grid> image;
  private final GridCheck check;

  /**
   * Makes a reader.
   *
   * @param image the grid of the image, asked for when a volume is to be compared with it
   */
  public SliceMaskFile(Supplier<Grid> image, GridCheck check) {
    this.image = image;
    this.check = check;
  }

  /**
   * Reads a mask.
   *
   * @param index the slice that is taken from a whole volume
   * @throws InteractionException if a picture cannot be read, or the image has no such slice
   * @throws GridException if a volume lies elsewhere
   * @throws org.mem3d.Mem3dException if it cannot be read
   */
  public SliceMask read(Path file, Axis axis, int index) {
    if (isPng(file)) {
      return SlicePicture.read(file);
    }
    Volume volume = Volumes.open(file);
    Grid grid = image.get();
    if (index >= grid.size(axis)) {
      throw new InteractionException(
          "the image has "
              + grid.size(axis)
              + " slices along "
              + axis
              + ", so none of index "
              + index
              + " for "
              + file);
    }
    try {
      return isOneSlice(volume.grid(), grid, axis)
          ? oneSlice(volume, grid, axis, index)
          : mask(volume.onGrid(grid, check), axis, index);
    } catch (GridException e) {
      throw new GridException(file + " " + e.getMessage(), e);
    }
  }

  private static boolean isPng(Path file) {
    if (!FileContent.isOnDisk(file)) {
      // What is in a pipe can be read but once, and so not looked at before.
      return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }
    try (InputStream in = Files.newInputStream(file)) {
      for (int expected : PNG) {
        if (in.read() != expected) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // What cannot be read is for the reader of volumes to refuse.
      return false;
    }
  }

  private static boolean isOneSlice(Grid mask, Grid image, Axis axis) {
    boolean flat = mask.sizeX() == 1 || mask.sizeY() == 1 || mask.sizeZ() == 1;
    long voxels = (long) mask.sizeX() * mask.sizeY() * mask.sizeZ();
    return flat
        && image.size(axis) > 1
        && voxels == (long) image.size(axis.u()) * image.size(axis.v());
  }

  private SliceMask oneSlice(Volume volume, Grid image, Axis axis, int index) {
    boolean placed = volume.geometry().stored().map(StoredGrid::isPlaced).orElse(true);
    boolean byPlace = check == GridCheck.PLACE && placed;
    if (!byPlace
        && volume.sizeZ() == 1
        && volume.sizeX() == image.size(axis.u())
        && volume.sizeY() == image.size(axis.v())) {
      return mask(volume, Axis.Z, 0); // u and v are all that a plane without a place has
    }
    Volume slice;
    try {
      slice = volume.onGrid(image.slice(axis, index), check);
    } catch (GridException e) {
      // Many programs give a slice the affine of the whole image.
      try {
        slice = volume.onGrid(image.slice(axis, 0), check);
      } catch (GridException other) {
        throw e;
      }
    }
    return mask(slice, axis, 0);
  }

  private static SliceMask mask(Volume volume, Axis axis, int index) {
    float[] values = new float[volume.sliceSize(axis)];
    volume.readSlice(axis, index, values);
    return SliceMask.of(volume.size(axis.u()), volume.size(axis.v()), i -> values[i] > 0);
  }
}
