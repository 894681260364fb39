package org.mem3d.io.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mem3d.VolumeException;

/**
 * Reads the pixels of a file's frames; knows where each lies before an array is allocated for it.
 * Immutable; may be used by several threads. Its exceptions leave out the file's name.
 */
final class FrameReader {
  private static final int ITEM = 0xFFFEE000;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int MOST_PIECES = 1 << 22;

  private final DataSet file;
  private final PixelFormat format;

  /** For packed frames: the pieces of each, each its place and its length. */
  private final List<long[]> pieces;

  private FrameReader(DataSet file, PixelFormat format, List<long[]> pieces) {
    this.file = file;
    this.format = format;
    this.pieces = pieces;
  }

  /**
   * Finds the frames of a file.
   *
   * @throws VolumeException if it has fewer than it says, or packs them as is not read
   */
  static FrameReader of(DataSet file, PixelFormat format) throws IOException {
    file.syntax().requireRead();
    int frames = Math.max(1, file.elements().whole(Tag.FRAMES, 1));
    if (file.pixelBytes() < 0) {
      try (FileBytes bytes = new FileBytes(file.path())) {
        bytes.position(file.pixelsAt());
        return new FrameReader(file, format, pieces(bytes, frames));
      }
    }
    if (file.syntax().packing() != TransferSyntax.Packing.NONE) {
      throw new VolumeException("has packed pixels that are not in pieces: it is damaged");
    }
    long promised = (long) format.frameBytes() * frames;
    long present = Math.min(file.pixelBytes(), file.size() - file.pixelsAt());
    if (present < promised) {
      throw new VolumeException(
          "is truncated, or its elements lie: "
              + frames
              + " of "
              + format.columns()
              + "x"
              + format.rows()
              + " pixels of "
              + format.allocated()
              + " bits need "
              + promised
              + " bytes, it has "
              + present
              + "; copy it again");
    }
    return new FrameReader(file, format, List.of());
  }

  private static List<long[]> pieces(FileBytes bytes, int frames) throws IOException {
    List<long[]> items = new ArrayList<>();
    while (bytes.size() - bytes.position() >= 8) {
      int group = bytes.unsignedShort(ByteOrder.LITTLE_ENDIAN);
      int tag = group << 16 | bytes.unsignedShort(ByteOrder.LITTLE_ENDIAN);
      long length = bytes.unsignedInt(ByteOrder.LITTLE_ENDIAN);
      if (tag == SEQUENCE_END) {
        break;
      }
      if (tag != ITEM || length > bytes.size() - bytes.position() || items.size() > MOST_PIECES) {
        throw new VolumeException("is truncated or damaged in its packed pixels; copy it again");
      }
      items.add(new long[] {bytes.position(), length});
      bytes.position(bytes.position() + length);
    }
    if (items.isEmpty()) {
      throw new VolumeException("has no packed pixels: it is truncated, copy it again");
    }
    long[] table = items.get(0);
    List<long[]> found = items.subList(1, items.size());
    if (frames == 1) {
      return List.of(flat(found));
    }
    if (found.size() == frames) {
      return List.copyOf(found);
    }
    return byTable(bytes, table, found, frames);
  }

  /** Frames of several pieces are told by the table of where each begins. */
  private static List<long[]> byTable(FileBytes bytes, long[] table, List<long[]> found, int frames)
      throws IOException {
    if (table[1] != 4L * frames || found.size() < frames) {
      throw new VolumeException(
          "has "
              + found.size()
              + " pieces of packed pixels for "
              + frames
              + " frames, and no"
              + " table of which belongs to which: unpack it with gdcmconv --raw");
    }
    bytes.position(table[0]);
    long first = found.get(0)[0] - 8;
    List<long[]> all = new ArrayList<>();
    long[] starts = new long[frames + 1];
    for (int i = 0; i < frames; i++) {
      starts[i] = first + bytes.unsignedInt(ByteOrder.LITTLE_ENDIAN);
    }
    starts[frames] = Long.MAX_VALUE;
    for (int i = 0; i < frames; i++) {
      long from = starts[i];
      long to = starts[i + 1];
      all.add(flat(found.stream().filter(p -> p[0] - 8 >= from && p[0] - 8 < to).toList()));
    }
    return all;
  }

  private static long[] flat(List<long[]> pieces) {
    return pieces.stream().flatMapToLong(Arrays::stream).toArray();
  }

  /**
   * Reads a frame.
   *
   * @param scratch may be used for it
   * @return its bytes, in the order of the format
   */
  ByteBuffer read(int index, ByteBuffer scratch) throws IOException {
    try (FileBytes bytes = new FileBytes(file.path())) {
      if (pieces.isEmpty()) {
        bytes.position(file.pixelsAt() + (long) index * format.frameBytes());
        ByteBuffer buffer = scratch.clear().limit(format.frameBytes());
        bytes.read(buffer);
        return buffer.flip();
      }
      byte[] packed = packed(bytes, pieces.get(index));
      return switch (file.syntax().packing()) {
        case RLE -> {
          byte[] frame = new byte[format.frameBytes()];
          RunLengths.unpack(packed, frame, format.allocated() / 8);
          yield ByteBuffer.wrap(frame);
        }
        case JPEG -> ByteBuffer.wrap(Jpeg.unpack(packed, format, false));
        case JPEG_LOSSLESS -> ByteBuffer.wrap(Jpeg.unpack(packed, format, true));
        case NONE, OTHER ->
            throw new VolumeException("has pixels in pieces that are not packed: it is damaged");
      };
    }
  }

  private static byte[] packed(FileBytes bytes, long[] pieces) throws IOException {
    long length = 0;
    for (int i = 1; i < pieces.length; i += 2) {
      length += pieces[i];
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new VolumeException("has a packed frame of " + length + " bytes: it is damaged");
    }
    ByteBuffer all = ByteBuffer.allocate((int) length);
    for (int i = 0; i < pieces.length; i += 2) {
      bytes.position(pieces[i]);
      all.limit(all.position() + (int) pieces[i + 1]);
      bytes.read(all);
    }
    return all.array();
  }
}
