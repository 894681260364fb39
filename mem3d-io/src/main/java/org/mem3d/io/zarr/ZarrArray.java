package org.mem3d.io.zarr;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mem3d.VolumeException;

/**
 * An array of any number of axes in chunks, each read when it is asked for. Immutable, and several
 * threads may read at once; the files must not change.
 */
public final class ZarrArray {
  private static final long LARGEST_CHUNK = 1 << 30;

  private final Path folder;
  private final int[] shape;
  private final int[] chunk;
  private final int[] strides;
  private final ElementType type;
  private final double fill;
  private final List<Codec> codecs;
  private final ChunkStore store;
  private final List<String> names;
  private final int chunkBytes;

  /**
   * Makes an array.
   *
   * @param layout the axes of a chunk from that of the farthest to that of the nearest elements
   * @param codecs in the order in which they unpack
   * @param names of the axes; empty if there are none
   * @throws VolumeException if sizes are none that are read
   */
  ZarrArray(
      Path folder,
      int[] shape,
      int[] chunk,
      int[] layout,
      ElementType type,
      double fill,
      List<Codec> codecs,
      ChunkStore store,
      List<String> names) {
    this.folder = folder;
    this.shape = shape.clone();
    this.chunk = chunk.clone();
    this.type = type;
    this.fill = fill;
    this.codecs = List.copyOf(codecs);
    this.store = store;
    this.names = List.copyOf(names);
    if (chunk.length != shape.length || layout.length != shape.length) {
      throw new VolumeException(
          folder + " has " + shape.length + " axes and chunks of " + chunk.length);
    }
    strides = new int[shape.length];
    double bytes = type.givenBytes();
    long stride = 1;
    for (int i = layout.length - 1; i >= 0; i--) {
      bytes *= chunk[layout[i]];
      strides[layout[i]] = (int) stride;
      stride = Math.min(LARGEST_CHUNK, stride * chunk[layout[i]]);
    }
    if (bytes > LARGEST_CHUNK) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "%s has chunks of %.0f bytes: up to 1 GiB are read; store it in smaller ones",
              folder,
              bytes));
    }
    chunkBytes = (int) bytes;
  }

  /** Returns whether a folder is an array, by the files in it. */
  public static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(ZarrVersion2.ARRAY))
        || (Files.isRegularFile(folder.resolve(ZarrVersion3.METADATA))
            && ZarrJson.read(folder.resolve(ZarrVersion3.METADATA)).isArray());
  }

  /**
   * Reads an array's metadata.
   *
   * @throws VolumeException if the folder is none, or its metadata are damaged or say of chunks
   *     what is not read
   */
  public static ZarrArray open(Path folder) {
    Path metadata = folder.resolve(ZarrVersion3.METADATA);
    if (Files.isRegularFile(metadata)) {
      return ZarrVersion3.array(folder, ZarrJson.read(metadata));
    }
    if (!Files.isRegularFile(folder.resolve(ZarrVersion2.ARRAY))) {
      throw new VolumeException(
          folder + " is no Zarr array: it has neither zarr.json nor .zarray; copy it again");
    }
    return ZarrVersion2.array(folder);
  }

  /** Returns where it lies. */
  public Path folder() {
    return folder;
  }

  /** Returns how many axes it has. */
  public int axes() {
    return shape.length;
  }

  /** Returns how many elements lie along an axis. */
  public int size(int axis) {
    return shape[axis];
  }

  /** Returns how many elements of a chunk lie along an axis. */
  public int chunkSize(int axis) {
    return chunk[axis];
  }

  /** Returns how many elements lie between neighbours along an axis in a chunk. */
  public int stride(int axis) {
    return strides[axis];
  }

  /**
   * Returns as which type elements are given: int8 to int64, uint8 to uint64, float32 or float64.
   * What is stored as float16 or bool is given as float32 and uint8.
   */
  public String type() {
    return type.givenName();
  }

  /** Returns the value of elements whose chunk is not there. */
  public double fill() {
    return fill;
  }

  /** Returns the bytes of an unpacked chunk. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** Returns the axes' names; empty if the array has none. */
  public List<String> names() {
    return names;
  }

  /**
   * Reads a chunk.
   *
   * @param index of the chunk along each axis
   * @return its elements in the buffer's byte order, {@link #stride} apart; empty where it is not
   *     there
   * @throws VolumeException if it cannot be read or is damaged
   */
  public ByteBuffer chunk(int[] index) {
    byte[] bytes = store.read(index);
    if (bytes == null) {
      return ByteBuffer.allocate(0);
    }
    int stored = chunkBytes / type.givenBytes() * type.bytes();
    // What lies between two codecs may be a little longer than what they were made of.
    int most = stored + stored / 8 + 4096;
    try {
      for (int i = 0; i < codecs.size(); i++) {
        bytes = codecs.get(i).unpack(bytes, i < codecs.size() - 1 ? most : stored);
      }
    } catch (VolumeException e) {
      throw new VolumeException(named(index) + " " + e.getMessage() + "; copy it again", e);
    }
    if (bytes.length != stored) {
      throw new VolumeException(
          named(index)
              + " has "
              + bytes.length
              + " bytes of "
              + stored
              + ": it is damaged; copy it again");
    }
    return type.given(bytes);
  }

  private String named(int[] index) {
    StringBuilder text = new StringBuilder().append(folder).append(" in chunk ");
    for (int i = 0; i < index.length; i++) {
      text.append(i == 0 ? "" : ",").append(index[i]);
    }
    return text.toString();
  }
}
