package org.mem3d.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.mem3d.Grid;
import org.mem3d.VolumeException;

/**
 * How the voxels of a file with a header of text are stored. That the file has as many as its
 * header promises is known before an array is allocated for them.
 *
 * @param skipLines lines before them
 * @param skipBytes bytes before them, counted after unpacking; {@link #AT_THE_END} if they are the
 *     file's last ones
 */
record DataSection(
    VoxelType type,
    ByteOrder byteOrder,
    Packing packing,
    int skipLines,
    long skipBytes,
    Grid grid) {
  static final long AT_THE_END = -1;

  /** Deflate cannot pack more than this many bytes into one. */
  private static final int HIGHEST_COMPRESSION = 1032;

  /** Promises of more than this many bytes from one are counted before they are believed. */
  private static final int USUAL_COMPRESSION = 32;

  /** What the bytes of voxels were made into. */
  enum Packing {
    /** Nothing else. */
    NONE,
    /** A gzip or zlib stream. */
    DEFLATED,
    /** Numbers as text. */
    TEXT
  }

  /**
   * Starts to read the voxels from a source that is at the end of the header, or at the beginning
   * of a file of their own.
   *
   * @return a stream that closes the source
   * @throws VolumeException if there are fewer
   */
  VoxelStream open(VolumeSource source) {
    try {
      for (int i = 0; i < skipLines; i++) {
        if (source.readLine() == null) {
          throw tooFew(source, "it has fewer lines than its header skips");
        }
      }
      if (skipBytes == AT_THE_END) {
        skipToLast(source);
      } else if (packing != Packing.DEFLATED) {
        source.skip(skipBytes);
      }
      return source.isOnDisk() ? checked(source) : held(source);
    } catch (IOException e) {
      throw ReadFailure.of(source.path(), e);
    }
  }

  private void skipToLast(VolumeSource source) throws IOException {
    if (packing != Packing.NONE || !source.isOnDisk()) {
      throw new VolumeException(
          source.path()
              + " skips to its last bytes: only voxels that are not packed, in a file on a disk,"
              + " are found so");
    }
    long skip = source.remaining() - bytes();
    if (skip < 0) {
      throw tooFew(source, "it has " + source.remaining());
    }
    source.skip(skip);
  }

  private VoxelStream checked(VolumeSource source) throws IOException {
    long present = source.remaining();
    switch (packing) {
      case NONE -> {
        if (present < bytes()) {
          throw tooFew(source, "it has " + present);
        }
      }
      case TEXT -> {
        if (present < 2 * voxels() - 1) {
          throw tooFew(source, "it has " + present + " characters for " + voxels() + " numbers");
        }
      }
      case DEFLATED -> {
        double promised = (double) bytes() + skipBytes;
        if (present * (double) HIGHEST_COMPRESSION < promised) {
          throw tooFew(
              source, "its " + present + " packed bytes can hold at most 1032 times as many");
        }
        if (present * (double) USUAL_COMPRESSION < promised) {
          requireCounted(source, (long) promised);
        }
      }
    }
    return stream(source.path(), unpacked(source));
  }

  private void requireCounted(VolumeSource source, long promised) throws IOException {
    try (VolumeSource again = VolumeSource.open(source.path())) {
      again.skip(source.position());
      InputStream in = inflated(again);
      byte[] piece = new byte[1 << 16];
      long count = 0;
      for (int read = in.read(piece); read > 0 && count < promised; read = in.read(piece)) {
        count += read;
      }
      if (count < promised) {
        throw tooFew(source, "it has " + count);
      }
    }
  }

  /** Reads from what can be read but once, before an array for it is made. */
  private VoxelStream held(VolumeSource source) throws IOException {
    if (bytes() > StoredVoxels.LARGEST_ARRAY) {
      throw tooFew(source, "more than 2 GiB are read of files on a disk alone: copy it to one");
    }
    try (InputStream in = unpacked(source)) {
      byte[] bytes = in.readNBytes((int) bytes());
      if (bytes.length < bytes()) {
        throw tooFew(source, "it has " + bytes.length);
      }
      if (packing == Packing.DEFLATED) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return new VoxelStream(
          source.path(), new ByteArrayInputStream(bytes), byteOrder, bytes(), false);
    } catch (OutOfMemoryError e) {
      throw new VolumeException(
          source.path()
              + " does not fit into the memory that is free: raise -Xmx, or copy it to a disk",
          e);
    }
  }

  private VoxelStream stream(Path path, InputStream in) {
    return new VoxelStream(path, in, byteOrder, bytes(), packing == Packing.DEFLATED);
  }

  private InputStream unpacked(VolumeSource source) throws IOException {
    return switch (packing) {
      case NONE -> source.stream();
      case TEXT -> new TextNumbers(source.path(), source.stream(), type, byteOrder);
      case DEFLATED -> {
        InputStream in = inflated(source);
        in.skipNBytes(skipBytes);
        yield in;
      }
    };
  }

  private static InputStream inflated(VolumeSource source) throws IOException {
    byte[] magic = source.look(2);
    boolean gzip = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
    return gzip
        ? new GZIPInputStream(source.stream(), 1 << 16)
        : new InflaterInputStream(source.stream());
  }

  private long voxels() {
    return (long) grid.sizeX() * grid.sizeY() * grid.sizeZ();
  }

  private long bytes() {
    return voxels() * type.bytes();
  }

  private VolumeException tooFew(VolumeSource source, String has) {
    return new VolumeException(
        String.format(
            Locale.ROOT,
            "%s is truncated, or its header lies: %dx%dx%d voxels of %s need %d bytes, %s; copy the"
                + " file again",
            source.path(),
            grid.sizeX(),
            grid.sizeY(),
            grid.sizeZ(),
            type,
            bytes(),
            has));
  }
}
