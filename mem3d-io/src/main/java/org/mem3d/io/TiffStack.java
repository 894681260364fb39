package org.mem3d.io;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.ImageReader;
import ij.io.TiffDecoder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/** A stack of pictures as ImageJ finds it in a TIFF file. The only class that knows ImageJ. */
final class TiffStack {
  private static final int HIGHEST_COMPRESSION = 2000;
  private static final int SHORTEST_HEADER = 8;

  private final Path path;
  private final FileInfo[] infos;
  private final VoxelType type;
  private final Grid grid;
  private final int channels;
  private final int frames;
  private final double slope;
  private final double intercept;

  private TiffStack(Path path, FileInfo[] infos) throws IOException {
    this.path = path;
    this.infos = infos;
    FileInfo first = infos[0];
    Properties words = new FileOpener(first).decodeDescriptionString(first);
    Properties said = words == null ? new Properties() : words;
    type = type(first);
    int pictures = infos.length > 1 ? infos.length : Math.max(1, first.nImages);
    channels = count(said, "channels");
    frames = count(said, "frames");
    int slices = pictures / Math.max(1, channels * frames);
    if (slices < 1 || (long) slices * channels * frames != pictures) {
      throw new VolumeException(
          "has "
              + pictures
              + " pictures, which "
              + channels
              + " channels and "
              + frames
              + " frames do not divide: it is damaged");
    }
    requireAlike();
    requireSize(pictures, slices);
    double unit = LengthUnit.millimetres(first.unit == null ? "" : first.unit);
    Geometry geometry =
        Geometry.ofSpacing(
                spacing(first.pixelWidth * unit),
                spacing(first.pixelHeight * unit),
                spacing(first.pixelDepth * unit))
            .withStored(StoredGrid.unplaced());
    grid = new Grid(first.width, first.height, slices, geometry);
    // ImageJ reads signed pixels as unsigned ones, moved up by half their range.
    boolean signed = first.fileType == FileInfo.GRAY16_SIGNED;
    boolean line = "0".equals(said.getProperty("cf")) && type.isInteger();
    slope = line ? number(said, "c1", 1) : 1;
    intercept = line ? number(said, "c0", 0) : signed ? -32768 : 0;
  }

  /**
   * Reads what a file says.
   *
   * @throws VolumeException if it is damaged, or its pictures are no volume
   */
  static TiffStack open(Path path) {
    try {
      TiffTables.check(path);
      File file = path.toAbsolutePath().toFile();
      FileInfo[] infos =
          new TiffDecoder(file.getParent() + File.separator, file.getName()).getTiffInfo();
      if (infos == null || infos.length == 0) {
        throw new VolumeException("has no pictures: it is damaged");
      }
      return new TiffStack(path, infos);
    } catch (VolumeException e) {
      throw new VolumeException(path + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new VolumeException(path + " cannot be read: " + FileFailure.line(e), e);
    } catch (RuntimeException | OutOfMemoryError e) {
      // ImageJ believes what a file says of its own tables.
      throw damaged(path, e);
    }
  }

  private static VolumeException damaged(Path path, Throwable e) {
    return new VolumeException(
        path + " is a damaged TIFF (" + e.getClass().getSimpleName() + "): copy it again", e);
  }

  private static VoxelType type(FileInfo info) {
    return switch (info.fileType) {
      case FileInfo.GRAY8, FileInfo.COLOR8 -> VoxelType.UINT8;
      case FileInfo.GRAY16_SIGNED, FileInfo.GRAY16_UNSIGNED, FileInfo.GRAY12_UNSIGNED ->
          VoxelType.UINT16;
      case FileInfo.GRAY32_FLOAT,
          FileInfo.GRAY32_INT,
          FileInfo.GRAY32_UNSIGNED,
          FileInfo.GRAY64_FLOAT ->
          VoxelType.FLOAT32;
      default ->
          throw new VolumeException(
              "has pictures of the type "
                  + name(info.fileType)
                  + ": grey values of 8, 16 and 32 bits are read; convert it");
    };
  }

  private static String name(int type) {
    return switch (type) {
      case FileInfo.RGB, FileInfo.RGB_PLANAR, FileInfo.RGB48, FileInfo.RGB48_PLANAR -> "RGB";
      case FileInfo.BITMAP -> "bitmap";
      case FileInfo.CMYK -> "CMYK";
      default -> "number " + type;
    };
  }

  private void requireAlike() {
    for (FileInfo info : infos) {
      if (info.width != infos[0].width
          || info.height != infos[0].height
          || info.fileType != infos[0].fileType) {
        throw new VolumeException(
            String.format(
                Locale.ROOT,
                "has pictures of different sizes or types, %dx%d and %dx%d: a volume has one",
                infos[0].width,
                infos[0].height,
                info.width,
                info.height));
      }
    }
  }

  private void requireSize(int pictures, int slices) throws IOException {
    FileInfo first = infos[0];
    double voxels = (double) first.width * first.height * slices;
    if (first.width < 1 || first.height < 1 || voxels > StoredVoxels.LARGEST_ARRAY) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "has %d pictures of %dx%d: 1 to %d voxels are read; crop it",
              pictures,
              first.width,
              first.height,
              StoredVoxels.LARGEST_ARRAY));
    }
    long size = Files.size(path);
    double end = 0;
    for (FileInfo info : infos) {
      if (info.getOffset() < SHORTEST_HEADER) {
        throw new VolumeException(
            "does not say where its pictures are: it is truncated or damaged");
      }
      end = Math.max(end, end(info, infos.length > 1 ? 1 : pictures));
    }
    double bytes = (double) first.width * first.height * first.getBytesPerPixel() * pictures;
    // ImageJ gives zeros for what is not there; and no packing of TIFF makes less of bytes.
    if (end > size || bytes > HIGHEST_COMPRESSION * (double) size) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "is truncated, or its tables lie: %d pictures of %dx%d need %.0f bytes up to byte"
                  + " %.0f, the file has %d; copy it again",
              pictures,
              first.width,
              first.height,
              bytes,
              end,
              size));
    }
  }

  /** Returns where the last byte of pictures ends, as the file says. */
  private static double end(FileInfo info, int pictures) {
    double end = 0;
    if (info.compression <= FileInfo.COMPRESSION_NONE) {
      double each = (double) info.width * info.height * info.getBytesPerPixel();
      return info.getOffset() + pictures * (each + info.gapBetweenImages) - info.gapBetweenImages;
    }
    for (int i = 0; info.stripOffsets != null && i < info.stripOffsets.length; i++) {
      long from = info.stripOffsets[i] & 0xffffffffL;
      end = Math.max(end, (double) (from + (info.stripLengths[i] & 0xffffffffL)));
    }
    return end;
  }

  private static int count(Properties said, String name) {
    return (int) Math.max(1, Math.min(1 << 20, number(said, name, 1)));
  }

  private static double number(Properties said, String name, double absent) {
    try {
      double value = Double.parseDouble(said.getProperty(name, String.valueOf(absent)));
      return Double.isFinite(value) ? value : absent;
    } catch (NumberFormatException e) {
      return absent;
    }
  }

  private static double spacing(double value) {
    double size = Math.abs(value);
    return size > 0 && Double.isFinite(size) ? size : 1;
  }

  Path path() {
    return path;
  }

  VoxelType type() {
    return type;
  }

  Grid grid() {
    return grid;
  }

  /** Returns how many volumes there are: channels at each time. */
  int frames() {
    return channels * frames;
  }

  /** Returns the voxels of one volume; channels count before times. */
  StoredVoxels voxels(int frame) {
    if (frame < 0 || frame >= frames()) {
      throw new VolumeException(
          path + " has no frame " + frame + ": its frames are 0.." + (frames() - 1));
    }
    long bytes = (long) grid.sizeX() * grid.sizeY() * grid.sizeZ() * type.bytes();
    VoxelStream stream =
        new VoxelStream(path, new Pictures(frame), ByteOrder.BIG_ENDIAN, bytes, false);
    return new StoredVoxels(stream, type, grid, slope, intercept);
  }

  /** The bytes of a volume's pictures, one after the other. */
  private final class Pictures extends InputStream {
    private final int frame;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private int z;

    Pictures(int frame) {
      this.frame = frame;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (!current.hasRemaining()) {
        if (z == grid.sizeZ()) {
          return -1;
        }
        int time = Math.floorDiv(frame, channels);
        current = picture((time * grid.sizeZ() + z++) * channels + frame % channels);
      }
      int count = Math.min(length, current.remaining());
      current.get(to, offset, count);
      return count;
    }
  }

  private ByteBuffer picture(int index) throws IOException {
    FileInfo info = infos.length > 1 ? infos[index] : infos[0];
    try (InputStream in = new FileOpener(info).createInputStream(info)) {
      if (in == null) {
        throw new IOException("ImageJ cannot open it");
      }
      long skip = info.getOffset();
      if (infos.length == 1) {
        long each = (long) info.width * info.height * info.getBytesPerPixel();
        skip += index * (each + info.gapBetweenImages);
      }
      ImageReader reader = new ImageReader(info);
      Object pixels =
          infos.length > 1 || index == 0 ? reader.readPixels(in) : reader.readPixels(in, skip);
      return bytes(pixels);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw damaged(path, e);
    }
  }

  private ByteBuffer bytes(Object pixels) {
    ByteBuffer bytes =
        ByteBuffer.allocate(grid.sizeX() * grid.sizeY() * type.bytes()).order(ByteOrder.BIG_ENDIAN);
    if (pixels instanceof byte[] of) {
      bytes.put(of);
    } else if (pixels instanceof short[] of) {
      bytes.asShortBuffer().put(of);
    } else if (pixels instanceof float[] of) {
      bytes.asFloatBuffer().put(of);
    } else {
      throw new VolumeException(
          path + " is a damaged TIFF, or packed as ImageJ does not read: save it unpacked");
    }
    return bytes.rewind();
  }
}
