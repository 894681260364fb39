package org.mem3d.io;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.zarr.OmeImage;
import org.mem3d.io.zarr.OmeImage.ImageAxis;
import org.mem3d.io.zarr.OmeImage.Level;
import org.mem3d.io.zarr.ZarrArray;

/**
 * An OME-Zarr image (versions 0.1 to 0.5; of Zarr 2 and 3) in a folder: several levels from fine to
 * coarse, each of one or more channels and times. A volume of it is one channel at one time; its
 * chunks are read when slices are, so the files must not change while it is used. Immutable; needs
 * Jackson on the class path, and for chunks of zstd, lz4 and blosc aircompressor.
 */
public final class OmeZarr {
  private final OmeImage image;

  private OmeZarr(OmeImage image) {
    this.image = image;
  }

  /** Returns whether a folder is of Zarr, by the files in it. */
  public static boolean is(Path folder) {
    return OmeImage.is(folder);
  }

  /**
   * Reads the metadata of an image, or of one of its levels, which then is the only one. Of several
   * images in one folder the first counts.
   *
   * @throws VolumeException if there are none, they are damaged, or the folder holds several images
   */
  public static OmeZarr read(Path folder) {
    try {
      OmeImage image = OmeImage.read(folder);
      for (ImageAxis axis : image.axes()) {
        if (!axis.name().matches("[tcxyz]")) {
          throw new VolumeException(
              folder + " has an axis '" + axis.name() + "': t, c, z, y and x are read");
        }
      }
      if (image.axes().stream().map(ImageAxis::name).distinct().count() < image.axes().size()) {
        throw new VolumeException(folder + " has two axes of one name: it is damaged");
      }
      OmeZarr found = new OmeZarr(image);
      if (found.axis("x") < 0 || found.axis("y") < 0) {
        throw new VolumeException(folder + " has no axes x and y: it is no image");
      }
      return found;
    } catch (NoClassDefFoundError e) {
      throw new VolumeException(
          folder
              + " is Zarr, which needs com.fasterxml.jackson.core:jackson-databind on the class"
              + " path",
          e);
    }
  }

  /** Returns the folder. */
  public Path folder() {
    return image.folder();
  }

  /** Returns how many levels there are; level 0 is the finest. */
  public int levels() {
    return image.levels().size();
  }

  /**
   * Returns how many volumes a level has: its channels at each of its times, channels first.
   *
   * @throws VolumeException if the level's metadata are damaged
   */
  public int frames(int level) {
    ZarrArray array = array(level);
    long frames = (long) size(array, axis("c")) * size(array, axis("t"));
    if (frames > Integer.MAX_VALUE) {
      throw new VolumeException(array.folder() + " has " + frames + " volumes: it is damaged");
    }
    return (int) frames;
  }

  /**
   * Returns the number type of voxels; of those stored as float16 or bool, float32 or uint8.
   *
   * @throws VolumeException if the level's metadata are damaged
   */
  public VoxelType type(int level) {
    return type(array(level));
  }

  private static VoxelType type(ZarrArray array) {
    return VoxelType.valueOf(array.type().toUpperCase(Locale.ROOT));
  }

  /**
   * Returns sizes and geometry of a level. Its axes are the world's; units of length become
   * millimetres, and numbers without a unit are taken as such.
   *
   * @throws VolumeException if the level's metadata are damaged, or it has no positive scale
   */
  public Grid grid(int level) {
    return grid(array(level), level);
  }

  private Grid grid(ZarrArray array, int level) {
    Level said = image.levels().get(level);
    double[] affine = new double[12];
    Map<Axis, Integer> axes = axes();
    Axis[] rows = {Axis.X, Axis.Y, Axis.Z};
    for (int row = 0; row < 3; row++) {
      int at = axes.getOrDefault(rows[row], -1);
      double unit = at < 0 ? 1 : LengthUnit.millimetres(image.axes().get(at).unit());
      double scale = at < 0 ? 1 : said.scale().get(at) * unit;
      if (!(scale > 0) || !Double.isFinite(scale)) {
        throw new VolumeException(
            array.folder()
                + " has the scale "
                + scale
                + " along "
                + rows[row]
                + ": one above 0 is");
      }
      affine[5 * row] = scale;
      affine[4 * row + 3] = at < 0 ? 0 : said.translation().get(at) * unit;
    }
    Geometry geometry = Geometry.ofAffine(affine);
    return new Grid(
        size(array, axis("x")),
        size(array, axis("y")),
        size(array, axis("z")),
        image.isPlaced() ? geometry : geometry.withStored(StoredGrid.unplaced()));
  }

  /**
   * Opens a volume; up to a quarter of the memory that the virtual machine may use is for its
   * chunks.
   *
   * @param level 0 for the finest
   * @param frame 0 for the first channel at the first time
   * @throws VolumeException as {@link #open(int, int, long)}
   */
  public Volume open(int level, int frame) {
    return open(level, frame, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Opens a volume.
   *
   * @param level 0 for the finest
   * @param frame 0 for the first channel at the first time
   * @param cacheBytes of unpacked chunks to keep, at least one chunk; those used last stay. Where
   *     the chunks of a slice need more, they are unpacked for each slice anew
   * @throws VolumeException if there is no such level or frame, its metadata are damaged, or its
   *     slices have more voxels than an array; reading slices throws it where a chunk is damaged
   */
  public Volume open(int level, int frame, long cacheBytes) {
    return volume(level, frame, cacheBytes);
  }

  ZarrVolume volume(int level, int frame, long cacheBytes) {
    ZarrArray array = array(level);
    int frames = frames(level);
    if (frame < 0 || frame >= frames) {
      throw new VolumeException(
          folder() + " has no frame " + frame + ": its frames are 0.." + (frames - 1));
    }
    Grid grid = grid(array, level);
    if (!StoredVoxels.haveSlices(grid.sizeX(), grid.sizeY(), grid.sizeZ())) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "%s has %dx%dx%d voxels: slices of up to %d are read; give the folder of a coarser"
                  + " level%s",
              array.folder(),
              grid.sizeX(),
              grid.sizeY(),
              grid.sizeZ(),
              StoredVoxels.LARGEST_ARRAY,
              level + 1 < levels() ? ", such as " + image.levels().get(level + 1).folder() : ""));
    }
    int[] fixed = new int[array.axes()];
    int channels = size(array, axis("c"));
    if (axis("c") >= 0) {
      fixed[axis("c")] = frame % channels;
    }
    if (axis("t") >= 0) {
      fixed[axis("t")] = frame / channels;
    }
    return new ZarrVolume(array, type(array), grid, axes(), fixed, cacheBytes);
  }

  private ZarrArray array(int level) {
    Objects.checkIndex(level, levels());
    ZarrArray array = ZarrArray.open(image.levels().get(level).folder());
    if (array.axes() != image.axes().size()) {
      throw new VolumeException(
          array.folder()
              + " has "
              + array.axes()
              + " axes, its image "
              + image.axes().size()
              + ": it is damaged");
    }
    return array;
  }

  /** Returns the array's axis of each of a volume's that it has. */
  private Map<Axis, Integer> axes() {
    Map<Axis, Integer> axes = new EnumMap<>(Axis.class);
    for (Axis each : Axis.values()) {
      int at = axis(each.name().toLowerCase(Locale.ROOT));
      if (at >= 0) {
        axes.put(each, at);
      }
    }
    return axes;
  }

  private int axis(String name) {
    List<String> names = image.axes().stream().map(ImageAxis::name).toList();
    return names.indexOf(name);
  }

  private static int size(ZarrArray array, int axis) {
    return axis < 0 ? 1 : array.size(axis);
  }
}
