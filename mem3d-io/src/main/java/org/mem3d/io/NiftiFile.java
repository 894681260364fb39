package org.mem3d.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * An open NIfTI file: its header, and the stored voxels of one frame piece by piece. That the file
 * has what its header promises is known before an array is allocated for it.
 */
final class NiftiFile implements OpenedVolume {
  private static final int PIECE_BYTES = 1 << 16;

  /** Deflate cannot pack more than this many bytes into one. */
  private static final int HIGHEST_COMPRESSION = 1032;

  private final Path path;
  private final NiftiHeader header;
  private final InputStream voxels;
  private final boolean onDisk;

  private NiftiFile(Path path, NiftiHeader header, InputStream voxels, boolean onDisk) {
    this.path = path;
    this.header = header;
    this.voxels = voxels;
    this.onDisk = onDisk;
  }

  /** Opens a file, checks its header and how much it holds. */
  static NiftiFile open(Path named) {
    return open(VolumeSource.open(headerOf(named)));
  }

  /** Goes on with a file that was opened, and closes it. */
  static NiftiFile open(VolumeSource source) {
    Path path = headerOf(source.path());
    try (source) {
      if (!source.isOnDisk()) {
        return openOnce(path, source);
      }
      NiftiHeader header = parse(path, start(path));
      Path data = header.paired() ? sibling(path, "hdr", "img") : path;
      requireSize(data, header);
      return new NiftiFile(data, header, stream(data), true);
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }

  /** Opens what can be read but once. */
  private static NiftiFile openOnce(Path path, VolumeSource source) throws IOException {
    NiftiHeader header;
    if (!path.equals(source.path())) {
      return open(path); // the data of a pair were named
    }
    try (NiftiOnce file = NiftiOnce.open(source)) {
      header = parse(path, file.start());
      if (!header.paired()) {
        return held(path, header, file);
      }
    }
    Path data = sibling(path, "hdr", "img");
    try (VolumeSource other = VolumeSource.open(data);
        NiftiOnce file = NiftiOnce.open(other)) {
      return held(data, header, file);
    }
  }

  private static NiftiFile held(Path path, NiftiHeader header, NiftiOnce file) throws IOException {
    double promised = promised(header);
    byte[][] held = file.hold(promised);
    requireEnough(path, header, promised, (double) held[0].length + held[1].length, "the file has");
    return new NiftiFile(path, header, NiftiOnce.stream(held), false);
  }

  private static NiftiHeader parse(Path path, byte[] start) {
    try {
      return NiftiHeader.parse(start);
    } catch (VolumeException e) {
      throw new VolumeException(path + " " + e.getMessage(), e);
    }
  }

  NiftiHeader header() {
    return header;
  }

  Path path() {
    return path;
  }

  @Override
  public VolumeHeader summary() {
    return new VolumeHeader(VolumeFormat.NIFTI, header.type(), header.grid(), header.frames());
  }

  @Override
  public Volume volume(OptionalInt frame) {
    return voxels(frame).volume();
  }

  @Override
  public LabelVolume labels() {
    return voxels(OptionalInt.empty()).labels();
  }

  @Override
  public Volume onDisk(OptionalInt frame) {
    if (!onDisk || voxels instanceof GZIPInputStream) {
      throw new VolumeException(
          path + " has its voxels packed, or not on a disk: unpack it to one");
    }
    return new FileVoxels(
        path,
        header.voxelOffset() + chosen(frame) * header.frameBytes(),
        header.type(),
        header.byteOrder(),
        header.grid(),
        header.slope(),
        header.intercept());
  }

  /** Goes to a frame, or to the only one. */
  private StoredVoxels voxels(OptionalInt frame) {
    return new StoredVoxels(
        toFrame(chosen(frame)), header.type(), header.grid(), header.slope(), header.intercept());
  }

  private int chosen(OptionalInt frame) {
    if (frame.isEmpty() && header.frames() > 1) {
      throw new VolumeException(
          path
              + " holds "
              + header.frames()
              + " frames: choose one of 0.."
              + (header.frames() - 1)
              + " with Volumes.open(path, frame), or extract it into a file");
    }
    int index = frame.orElse(0);
    if (index < 0 || index >= header.frames()) {
      throw new VolumeException(
          path + " has no frame " + index + ": its frames are 0.." + (header.frames() - 1));
    }
    return index;
  }

  /**
   * Goes to the first voxel of a frame; callable once.
   *
   * @return its voxels, which are closed with this file
   */
  private VoxelStream toFrame(int frame) {
    try {
      voxels.skipNBytes(header.voxelOffset() + frame * header.frameBytes());
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
    boolean toTheEnd = frame == header.frames() - 1 && voxels instanceof GZIPInputStream;
    return new VoxelStream(path, voxels, header.byteOrder(), header.frameBytes(), toTheEnd);
  }

  @Override
  public void close() {
    try {
      voxels.close();
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }

  private static byte[] start(Path path) throws IOException {
    try (InputStream in = stream(path)) {
      return in.readNBytes(NiftiFields.SIZE_2);
    }
  }

  private static InputStream stream(Path path) throws IOException {
    boolean compressed = isCompressed(path);
    InputStream file = Files.newInputStream(path);
    if (!compressed) {
      return file;
    }
    try {
      return new GZIPInputStream(file, PIECE_BYTES);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static boolean isCompressed(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  private static Path headerOf(Path named) {
    String name = String.valueOf(named.getFileName());
    return name.matches("(?i).*\\.img(\\.gz)?") ? sibling(named, "img", "hdr") : named;
  }

  /** Returns the other file of a pair, compressed or not. */
  private static Path sibling(Path path, String extension, String other) {
    String name = String.valueOf(path.getFileName());
    String stem = name.replaceFirst("(?i)\\.(" + extension + ")(\\.gz)?$", "");
    for (String end : new String[] {other, other.toUpperCase(Locale.ROOT)}) {
      for (String packed : new String[] {"", ".gz", ".GZ"}) {
        Path found = path.resolveSibling(stem + "." + end + packed);
        if (Files.isRegularFile(found)) {
          return found;
        }
      }
    }
    throw new VolumeException(
        path
            + " is one of a pair, but there is no "
            + stem
            + "."
            + other
            + " beside it: put both files into one folder");
  }

  /** A double, since a lying header can promise more bytes than a long counts. */
  private static double promised(NiftiHeader header) {
    return header.voxelOffset()
        + (double) header.frames() * header.voxels() * header.type().bytes();
  }

  private static void requireSize(Path path, NiftiHeader header) throws IOException {
    double promised = promised(header);
    long size = Files.size(path);
    if (!isCompressed(path)) {
      requireEnough(path, header, promised, (double) size, "the file has");
    } else {
      requireEnough(
          path,
          header,
          promised,
          size * (double) HIGHEST_COMPRESSION,
          "its " + size + " compressed bytes can hold at most");
      // The trailer's size is modulo 2^32, and of the last part only; where it differs, count.
      if (uncompressedSize(path, size) != ((long) promised & 0xffffffffL)) {
        try (InputStream in = stream(path)) {
          requireEnough(
              path, header, promised, (double) count(in, (long) promised), "the file has");
        }
      }
    }
  }

  private static void requireEnough(
      Path path, NiftiHeader header, double promised, double present, String has) {
    if (present < promised) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "%s is truncated, or its header lies: %dx%dx%d voxels of %s in %d frame%s need %.0f"
                  + " bytes, %s %.0f; copy the file again",
              path,
              header.sizeX(),
              header.sizeY(),
              header.sizeZ(),
              header.type(),
              header.frames(),
              header.frames() == 1 ? "" : "s",
              promised,
              has,
              present));
    }
  }

  private static long uncompressedSize(Path path, long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Math.max(0, size - 4));
      return Integer.reverseBytes(file.readInt()) & 0xffffffffL;
    }
  }

  private static long count(InputStream in, long enough) throws IOException {
    byte[] buffer = new byte[PIECE_BYTES];
    long count = 0;
    for (int read = in.read(buffer); read > 0 && count < enough; read = in.read(buffer)) {
      count += read;
    }
    return count;
  }
}
