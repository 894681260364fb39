package org.mem3d.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mem3d.Grid;
import org.mem3d.VolumeException;

/**
 * What the header of a NRRD file says, checked. Immutable. Its exceptions leave out the file's
 * name.
 *
 * @param section how the voxels are stored
 * @param dataFile the name of the file that has them; empty if they follow the header
 */
record NrrdHeader(DataSection section, Optional<String> dataFile) {
  static final String MAGIC = "NRRD000";

  /** Reads a header to its end, where attached voxels begin. */
  static NrrdHeader read(VolumeSource source) throws IOException {
    String magic = source.readLine();
    if (magic == null || !magic.strip().matches(MAGIC + "[1-9]")) {
      throw new VolumeException(
          "is not a NRRD file: it begins with "
              + TextHeader.shownText(magic == null ? "" : magic)
              + ", not with NRRD0001 to NRRD0009");
    }
    TextHeader header = new TextHeader();
    for (String line = source.readLine();
        line != null && !line.isEmpty();
        line = source.readLine()) {
      int colon = line.indexOf(':');
      boolean pair = colon >= 0 && line.startsWith(":=", colon);
      if (line.startsWith("#") || pair) {
        continue;
      }
      if (colon < 1) {
        throw new VolumeException(
            "has the header line "
                + TextHeader.shownText(line)
                + ", which is neither a field nor a comment: it is damaged");
      }
      header.add(line.substring(0, colon), line.substring(colon + 1));
    }
    return of(header);
  }

  private static NrrdHeader of(TextHeader header) {
    int dimension = (int) header.whole("dimension", 1, 16);
    List<Long> sizes = header.sizes("sizes", dimension);
    VoxelType type = type(header);
    Grid grid = NrrdGrid.grid(header, sizes);
    DataSection.Packing packing = packing(header);
    long skip = header.has("byte skip") ? header.whole("byte skip", -1, 1L << 53) : 0;
    int lines = header.has("line skip") ? (int) header.whole("line skip", 0, Integer.MAX_VALUE) : 0;
    Optional<String> file = header.text("data file");
    if (file.isPresent()
        && (file.get().matches("LIST(\\s.*)?") || file.get().matches("\\S*%\\S*d\\S*\\s.*"))) {
      throw new VolumeException(
          "has its voxels in several files ("
              + header.shown("data file")
              + "), which are not read: put them into one, such as with unu save");
    }
    return new NrrdHeader(
        new DataSection(type, order(header, type, packing), packing, lines, skip, grid), file);
  }

  private static VoxelType type(TextHeader header) {
    String name = String.join(" ", TextHeader.words(header.require("type")));
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "signed char", "int8", "int8_t" -> VoxelType.INT8;
      case "uchar", "unsigned char", "uint8", "uint8_t" -> VoxelType.UINT8;
      case "short", "short int", "signed short", "signed short int", "int16", "int16_t" ->
          VoxelType.INT16;
      case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t" ->
          VoxelType.UINT16;
      case "int", "signed int", "int32", "int32_t" -> VoxelType.INT32;
      case "uint", "unsigned int", "uint32", "uint32_t" -> VoxelType.UINT32;
      case "longlong",
          "long long",
          "long long int",
          "signed long long",
          "signed long long int",
          "int64",
          "int64_t" ->
          VoxelType.INT64;
      case "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t" ->
          VoxelType.UINT64;
      case "float" -> VoxelType.FLOAT32;
      case "double" -> VoxelType.FLOAT64;
      default ->
          throw new VolumeException(
              "has voxels of the type "
                  + header.shown("type")
                  + ", which is not read: convert the file to a real number type such as float");
    };
  }

  private static DataSection.Packing packing(TextHeader header) {
    return switch (header.require("encoding").toLowerCase(Locale.ROOT)) {
      case "raw" -> DataSection.Packing.NONE;
      case "gz", "gzip" -> DataSection.Packing.DEFLATED;
      case "txt", "text", "ascii" -> DataSection.Packing.TEXT;
      default ->
          throw new VolumeException(
              "has voxels of the encoding "
                  + header.shown("encoding")
                  + ", which is not read: save it as raw, gzip or ascii, such as with"
                  + " unu save -f nrrd -e gzip");
    };
  }

  private static ByteOrder order(TextHeader header, VoxelType type, DataSection.Packing packing) {
    boolean matters = type.bytes() > 1 && packing != DataSection.Packing.TEXT;
    String name = matters ? header.require("endian") : "little";
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new VolumeException(
              "has voxels of the endian "
                  + header.shown("endian")
                  + ": it must be little or big; the header is damaged");
    };
  }

  /**
   * Returns the axes that are those of space, in the file's order: of more than three those of one
   * voxel go first.
   *
   * @throws VolumeException if more than three are left, or one is not of space
   */
  static int[] axesOfSpace(TextHeader header, List<Long> sizes, List<String> directions) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      axes.add(i);
    }
    if (!directions.isEmpty()) {
      axes.removeIf(i -> sizes.get(i) == 1 && directions.get(i).equals("none"));
    }
    for (int i = sizes.size() - 1; i >= 0 && axes.size() > 3; i--) {
      if (sizes.get(i) == 1) {
        axes.remove((Integer) i);
      }
    }
    String kinds = header.text("kinds").orElse("");
    List<String> words = TextHeader.words(kinds);
    for (int axis : axes) {
      boolean hasNone = !directions.isEmpty() && directions.get(axis).equals("none");
      String kind = words.size() == sizes.size() ? words.get(axis).toLowerCase(Locale.ROOT) : "";
      boolean isOther = !kind.matches("|domain|space|none|\\?+|scalar|stub");
      if (axes.size() > 3 || hasNone || isOther) {
        throw new VolumeException(
            "has the sizes "
                + header.shown("sizes")
                + (kinds.isEmpty() ? "" : " of the kinds " + header.shown("kinds"))
                + ": a volume has three axes, all of space; extract one, such as with unu slice");
      }
    }
    if (axes.isEmpty()) {
      axes.add(0);
    }
    StoredVoxels.requireSlices(
        sizes.get(axes.get(0)),
        axes.size() > 1 ? sizes.get(axes.get(1)) : 1,
        axes.size() > 2 ? sizes.get(axes.get(2)) : 1,
        header.shown("sizes"));
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns this list's elements for some axes. */
  static List<String> of(List<String> all, int[] axes) {
    return Arrays.stream(axes).mapToObj(all::get).toList();
  }
}
