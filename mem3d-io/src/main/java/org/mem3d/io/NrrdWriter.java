package org.mem3d.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * Writes a volume as NRRD: .nrrd, or .nhdr with the voxels in a file beside it (.raw or .raw.gz).
 * Immutable; the {@code with} methods return changed copies.
 *
 * <p>Where a volume's geometry came from a NRRD file, the header says of the place what that file's
 * did, field by field: space, units, directions, origin, spacings, kinds and centerings. Of any
 * other geometry directions and origin are written, in millimetres, in the space
 * left-posterior-superior.
 */
public final class NrrdWriter {
  private final VoxelType type;
  private final ByteOrder byteOrder;
  private final boolean compressed;

  private NrrdWriter(VoxelType type, ByteOrder byteOrder, boolean compressed) {
    this.type = type;
    this.byteOrder = byteOrder;
    this.compressed = compressed;
  }

  /** Returns a writer of voxels of a type: little-endian, compressed by gzip. */
  public static NrrdWriter of(VoxelType type) {
    return new NrrdWriter(type, ByteOrder.LITTLE_ENDIAN, true);
  }

  /** Returns a writer of this byte order. */
  public NrrdWriter withByteOrder(ByteOrder byteOrder) {
    return new NrrdWriter(type, byteOrder, compressed);
  }

  /** Returns a writer that compresses voxels by gzip, or leaves them as they are. */
  public NrrdWriter withCompression(boolean compressed) {
    return new NrrdWriter(type, byteOrder, compressed);
  }

  /**
   * Writes a volume. Integer types round to the nearest whole number, halves to the even one.
   *
   * @param path ends in .nrrd or .nhdr; a file that is there is replaced, and so is the file of
   *     voxels beside a .nhdr
   * @throws VolumeException if the name ends otherwise, the type cannot hold the volume, or a file
   *     cannot be written; the target is then as it was
   */
  public void write(Path path, Volume volume) {
    write(path, SliceValues.of(volume));
  }

  /** Writes labels exactly, else as {@link #write(Path, Volume)}. */
  public void write(Path path, LabelVolume labels) {
    write(path, SliceValues.of(labels));
  }

  void write(Path path, SliceValues values) {
    String ending =
        VolumeFormat.NRRD
            .endingOf(path)
            .orElseThrow(
                () ->
                    new VolumeException(
                        path + " is no name to write: it must end in .nrrd or .nhdr"));
    DetachedFile.Content voxels = out -> writeVoxels(path, values, out);
    if (ending.equalsIgnoreCase(".nrrd")) {
      DetachedFile.one(path, header(values.grid(), "") + "\n", voxels);
    } else {
      Path data = DetachedFile.beside(path, ending, compressed ? ".raw.gz" : ".raw");
      String line = "data file: " + data.getFileName() + "\n";
      DetachedFile.two(path, header(values.grid(), line), data, voxels);
    }
  }

  private String header(Grid grid, String dataFile) {
    return "NRRD0004\n# mem3d\ntype: "
        + name(type)
        + "\n"
        + NrrdGrid.lines(grid)
        + (type.bytes() == 1
            ? ""
            : "endian: " + byteOrder.toString().replace("_ENDIAN", "").toLowerCase(Locale.ROOT))
        + (type.bytes() == 1 ? "" : "\n")
        + "encoding: "
        + (compressed ? "gzip" : "raw")
        + "\n"
        + dataFile;
  }

  private static String name(VoxelType type) {
    return switch (type) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      default -> type.toString();
    };
  }

  private void writeVoxels(Path path, SliceValues values, OutputStream out) throws IOException {
    VoxelWriter writer = new VoxelWriter(type, byteOrder);
    if (!compressed) {
      writer.write(path, values, out);
      return;
    }
    GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
    writer.write(path, values, packed);
    packed.finish();
  }
}
