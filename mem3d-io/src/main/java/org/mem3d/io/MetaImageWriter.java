package org.mem3d.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/**
 * Writes a volume as MetaImage: .mha, or .mhd with the voxels in a file beside it (.raw or .zraw).
 * Immutable; the {@code with} methods return changed copies.
 *
 * <p>Where a volume's geometry came from a MetaImage, the header says of the place what that one's
 * did, field by field. Of any other geometry TransformMatrix, Offset and ElementSpacing are
 * written.
 */
public final class MetaImageWriter {
  private final VoxelType type;
  private final ByteOrder byteOrder;
  private final boolean compressed;

  private MetaImageWriter(VoxelType type, ByteOrder byteOrder, boolean compressed) {
    this.type = type;
    this.byteOrder = byteOrder;
    this.compressed = compressed;
  }

  /** Returns a writer of voxels of a type: little-endian, compressed by zlib. */
  public static MetaImageWriter of(VoxelType type) {
    return new MetaImageWriter(type, ByteOrder.LITTLE_ENDIAN, true);
  }

  /** Returns a writer of this byte order. */
  public MetaImageWriter withByteOrder(ByteOrder byteOrder) {
    return new MetaImageWriter(type, byteOrder, compressed);
  }

  /** Returns a writer that compresses voxels by zlib, or leaves them as they are. */
  public MetaImageWriter withCompression(boolean compressed) {
    return new MetaImageWriter(type, byteOrder, compressed);
  }

  /**
   * Writes a volume. Integer types round to the nearest whole number, halves to the even one.
   *
   * @param path ends in .mha or .mhd; a file that is there is replaced, and so is the file of
   *     voxels beside a .mhd
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
        VolumeFormat.META_IMAGE
            .endingOf(path)
            .orElseThrow(
                () ->
                    new VolumeException(
                        path + " is no name to write: it must end in .mha or .mhd"));
    DetachedFile.Content voxels = out -> writeVoxels(path, values, out);
    String fields = fields(values.grid()) + (compressed ? packedSize(path, voxels) : "");
    if (ending.equalsIgnoreCase(".mha")) {
      DetachedFile.one(path, header(fields, "LOCAL"), voxels);
    } else {
      Path data = DetachedFile.beside(path, ending, compressed ? ".zraw" : ".raw");
      DetachedFile.two(path, header(fields, String.valueOf(data.getFileName())), data, voxels);
    }
  }

  private String fields(Grid grid) {
    return "ObjectType = Image\n"
        + MetaImageGrid.lines(grid)
        + "BinaryData = True\nBinaryDataByteOrderMSB = "
        + (byteOrder == ByteOrder.BIG_ENDIAN ? "True" : "False")
        + "\nCompressedData = "
        + (compressed ? "True" : "False")
        + "\n";
  }

  /**
   * The size precedes what it is the size of, and readers of ITK see zeros without it: the voxels
   * are packed once to be counted, which takes no memory.
   */
  private static String packedSize(Path path, DetachedFile.Content voxels) {
    Counter counter = new Counter();
    try {
      voxels.writeTo(counter);
    } catch (IOException e) {
      throw new VolumeException(path + " was not written: " + FileFailure.text(e), e);
    }
    return "CompressedDataSize = " + counter.count + "\n";
  }

  private static final class Counter extends OutputStream {
    private long count;

    @Override
    public void write(int value) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }

  private String header(String fields, String dataFile) {
    return fields
        + "ElementType = "
        + MetaImageHeader.name(type)
        + "\nElementDataFile = "
        + dataFile
        + "\n";
  }

  private void writeVoxels(Path path, SliceValues values, OutputStream out) throws IOException {
    VoxelWriter writer = new VoxelWriter(type, byteOrder);
    if (!compressed) {
      writer.write(path, values, out);
      return;
    }
    DeflaterOutputStream packed = new DeflaterOutputStream(out);
    writer.write(path, values, packed);
    packed.finish();
  }
}
