package org.mem3d.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/** The voxels of slices, read from several files at once. */
final class SliceVoxels {
  private final List<Slice> slices = new ArrayList<>();
  private final Grid grid;
  private final boolean alike;

  /** Outside of the heap, so that files are copied into them once; one for each thread. */
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  /** A slice, and what reads its file. */
  private record Slice(Frame frame, PixelFormat format, FrameReader reader) {
    boolean isLike(Slice other) {
      return frame.slope() == other.frame.slope()
          && frame.intercept() == other.frame.intercept()
          && format.allocated() == other.format.allocated()
          && format.signed() == other.format.signed();
    }
  }

  /** Takes the bytes of a slice; they are gone afterwards. */
  @FunctionalInterface
  private interface Use {
    void take(Slice slice, ByteBuffer bytes, int first);
  }

  private SliceVoxels(List<Frame> frames, Grid grid) {
    Map<Path, Slice> known = new HashMap<>();
    for (Frame frame : frames) {
      Slice ofFile =
          known.computeIfAbsent(
              frame.file().path(),
              path -> {
                PixelFormat format = SliceStack.named(frame, () -> PixelFormat.of(frame.file()));
                return new Slice(
                    frame, format, told(frame, () -> FrameReader.of(frame.file(), format)));
              });
      slices.add(new Slice(frame, ofFile.format(), ofFile.reader()));
    }
    this.grid = grid;
    this.alike = slices.stream().allMatch(slice -> slice.isLike(slices.get(0)));
  }

  /**
   * Reads a volume. Where all slices are stored and scaled alike, voxels of one and two bytes stay
   * as they are stored and are scaled as slices are read; else they become floats. That files have
   * what they say is known before memory is taken.
   *
   * @throws VolumeException if a file is damaged, or there is too little memory
   */
  static Volume read(List<Frame> frames, Grid grid) {
    return new SliceVoxels(frames, grid).volume();
  }

  private Volume volume() {
    Slice first = slices.get(0);
    PixelFormat format = first.format();
    int x = grid.sizeX();
    int y = grid.sizeY();
    int z = grid.sizeZ();
    Geometry geometry = grid.geometry();
    if (!alike || format.allocated() == 32) {
      float[] voxels = allocate(4, float[]::new);
      each(
          (slice, bytes, at) -> {
            Frame frame = slice.frame();
            slice.format().floats(bytes, voxels, at, frame.slope(), frame.intercept());
          });
      return Volume.ofFloats(voxels, x, y, z, geometry);
    }
    Volume stored;
    if (format.allocated() == 8) {
      byte[] voxels = allocate(1, byte[]::new);
      each((slice, bytes, at) -> slice.format().bytes(bytes, voxels, at));
      stored =
          format.signed()
              ? Volume.ofBytes(voxels, x, y, z, geometry)
              : Volume.ofUnsignedBytes(voxels, x, y, z, geometry);
    } else {
      short[] voxels = allocate(2, short[]::new);
      each((slice, bytes, at) -> slice.format().shorts(bytes, voxels, at));
      stored =
          format.signed()
              ? Volume.ofShorts(voxels, x, y, z, geometry)
              : Volume.ofUnsignedShorts(voxels, x, y, z, geometry);
    }
    double slope = first.frame().slope();
    double intercept = first.frame().intercept();
    return slope != 1 || intercept != 0 ? stored.rescaled(slope, intercept) : stored;
  }

  /** Reads all slices, several at once. */
  private void each(Use use) {
    int plane = grid.sizeX() * grid.sizeY();
    IntStream.range(0, slices.size())
        .parallel()
        .forEach(
            z -> {
              Slice slice = slices.get(z);
              int frameBytes = slice.format().frameBytes();
              ByteBuffer buffer = buffers.poll();
              if (buffer == null || buffer.capacity() < frameBytes) {
                buffer = ByteBuffer.allocateDirect(frameBytes);
              }
              ByteBuffer scratch = buffer;
              ByteBuffer bytes =
                  told(slice.frame(), () -> slice.reader().read(slice.frame().index(), scratch));
              use.take(slice, bytes, z * plane);
              buffers.add(scratch);
            });
  }

  /** Reads of a file; may fail as files do. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  /** Puts the name of a frame's file before what is wrong with it. */
  private static <T> T told(Frame frame, Step<T> step) {
    return SliceStack.named(
        frame,
        () -> {
          try {
            return step.run();
          } catch (EOFException e) {
            throw new VolumeException("is truncated; copy it again", e);
          } catch (IOException e) {
            throw new VolumeException("cannot be read: " + FileFailure.text(e), e);
          }
        });
  }

  private <T> T allocate(int bytes, IntFunction<T> array) {
    double voxels = (double) grid.sizeX() * grid.sizeY() * grid.sizeZ();
    if (voxels > Integer.MAX_VALUE - 8) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "has %.0f voxels, more than an array holds: leave out slices, or crop it",
              voxels));
    }
    try {
      return array.apply((int) voxels);
    } catch (OutOfMemoryError e) {
      throw new VolumeException(
          "needs "
              + ((long) (voxels * bytes) >> 20)
              + " MB in one piece, more than is free of the "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB that the virtual machine may use: raise -Xmx",
          e);
    }
  }
}
