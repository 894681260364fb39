package org.mem3d.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mem3d.Grid;
import org.mem3d.VolumeException;

/**
 * What the header of a MetaImage says, checked. Immutable. Its exceptions leave out the file's
 * name.
 *
 * @param section how the voxels are stored
 * @param dataFile the name of the file that has them; empty if they follow the header
 * @param slope factor of the stored values
 * @param intercept what is added to them after that
 */
record MetaImageHeader(
    DataSection section, Optional<String> dataFile, double slope, double intercept) {
  private static final String DATA_FILE = "ElementDataFile";
  private static final Pattern BEGINNING =
      Pattern.compile("\\s*(ObjectType|ObjectSubType|NDims|Comment|DimSize|BinaryData)\\s*[=:]");

  /** Returns whether a text begins as that of a MetaImage does. */
  static boolean begins(String text) {
    return BEGINNING.matcher(text).lookingAt();
  }

  /** Reads a header to its end, where attached voxels begin. */
  static MetaImageHeader read(VolumeSource source) throws IOException {
    TextHeader header = new TextHeader();
    while (!header.has(DATA_FILE)) {
      String line = source.readLine();
      if (line == null) {
        throw new VolumeException(
            "is not a MetaImage, or its header is truncated: it ends without '" + DATA_FILE + "'");
      }
      int sign = line.indexOf('=') >= 0 ? line.indexOf('=') : line.indexOf(':');
      if (line.isBlank() || line.strip().startsWith("Comment")) {
        continue;
      }
      if (sign < 1) {
        throw new VolumeException(
            "is not a MetaImage, or its header is damaged: it has the line "
                + TextHeader.shownText(line));
      }
      header.add(line.substring(0, sign), line.substring(sign + 1));
    }
    return of(header);
  }

  private static MetaImageHeader of(TextHeader header) {
    String object = header.text("ObjectType").orElse("Image");
    if (!object.equalsIgnoreCase("Image")) {
      throw new VolumeException(
          "holds an object of the type " + header.shown("ObjectType") + ": give an Image");
    }
    if (header.has("ElementNumberOfChannels")
        && header.whole("ElementNumberOfChannels", 1, Integer.MAX_VALUE) > 1) {
      throw new VolumeException(
          "has "
              + header.require("ElementNumberOfChannels")
              + " values at each voxel (ElementNumberOfChannels): a volume has one; extract it");
    }
    int dimension = (int) header.whole("NDims", 1, 10);
    List<Long> sizes = sizes(header, dimension);
    VoxelType type = type(header);
    Grid grid = MetaImageGrid.grid(header, sizes);
    double slope = number(header, "ElementToIntensityFunctionSlope", 1);
    double intercept = number(header, "ElementToIntensityFunctionOffset", 0);
    if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw new VolumeException(
          "scales by " + slope + " and " + intercept + ": both must be finite, the first not 0");
    }
    String file = header.require(DATA_FILE);
    if (file.matches("LIST(\\s.*)?") || file.matches("\\S*%\\S*d\\S*\\s.*")) {
      throw new VolumeException(
          "has its voxels in several files ("
              + header.shown(DATA_FILE)
              + "), which are not read: save it as one file, .mha");
    }
    if (file.isEmpty()) {
      throw new VolumeException("names no file of voxels (ElementDataFile): it is damaged");
    }
    boolean local = file.equalsIgnoreCase("LOCAL");
    return new MetaImageHeader(
        new DataSection(type, order(header), packing(header), 0, skip(header), grid),
        local ? Optional.empty() : Optional.of(file),
        slope,
        intercept);
  }

  private static List<Long> sizes(TextHeader header, int dimension) {
    List<Long> sizes = header.sizes("DimSize", dimension);
    for (int i = 0; i < dimension; i++) {
      if (i >= 3 && sizes.get(i) > 1) {
        throw new VolumeException(
            "has the sizes " + header.shown("DimSize") + ": a volume has three axes; extract one");
      }
    }
    StoredVoxels.requireSlices(
        sizes.get(0),
        dimension > 1 ? sizes.get(1) : 1,
        dimension > 2 ? sizes.get(2) : 1,
        header.shown("DimSize"));
    return sizes;
  }

  private static VoxelType type(TextHeader header) {
    return switch (header.require("ElementType").toUpperCase(Locale.ROOT)) {
      case "MET_CHAR" -> VoxelType.INT8;
      case "MET_UCHAR" -> VoxelType.UINT8;
      case "MET_SHORT" -> VoxelType.INT16;
      case "MET_USHORT" -> VoxelType.UINT16;
      // Four bytes in every MetaImage, whatever the compiler that wrote it had.
      case "MET_INT", "MET_LONG" -> VoxelType.INT32;
      case "MET_UINT", "MET_ULONG" -> VoxelType.UINT32;
      case "MET_LONG_LONG" -> VoxelType.INT64;
      case "MET_ULONG_LONG" -> VoxelType.UINT64;
      case "MET_FLOAT" -> VoxelType.FLOAT32;
      case "MET_DOUBLE" -> VoxelType.FLOAT64;
      default ->
          throw new VolumeException(
              "has voxels of the type "
                  + header.shown("ElementType")
                  + ", which is not read: convert the file to a real number type such as"
                  + " MET_FLOAT");
    };
  }

  /** Returns the name of a type. */
  static String name(VoxelType type) {
    return switch (type) {
      case INT8 -> "MET_CHAR";
      case UINT8 -> "MET_UCHAR";
      case INT16 -> "MET_SHORT";
      case UINT16 -> "MET_USHORT";
      case INT32 -> "MET_INT";
      case UINT32 -> "MET_UINT";
      case INT64 -> "MET_LONG_LONG";
      case UINT64 -> "MET_ULONG_LONG";
      case FLOAT32 -> "MET_FLOAT";
      case FLOAT64 -> "MET_DOUBLE";
    };
  }

  private static ByteOrder order(TextHeader header) {
    boolean big = isTrue(header, "BinaryDataByteOrderMSB") || isTrue(header, "ElementByteOrderMSB");
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static DataSection.Packing packing(TextHeader header) {
    if (header.has("BinaryData") && !isTrue(header, "BinaryData")) {
      return DataSection.Packing.TEXT;
    }
    return isTrue(header, "CompressedData")
        ? DataSection.Packing.DEFLATED
        : DataSection.Packing.NONE;
  }

  private static boolean isTrue(TextHeader header, String name) {
    String value = header.text(name).orElse("False").toLowerCase(Locale.ROOT);
    return value.startsWith("t") || value.equals("1");
  }

  private static long skip(TextHeader header) {
    return header.has("HeaderSize") ? header.whole("HeaderSize", -1, 1L << 53) : 0;
  }

  private static double number(TextHeader header, String name, double absent) {
    return header.has(name) ? header.numbers(name, 1)[0] : absent;
  }
}
