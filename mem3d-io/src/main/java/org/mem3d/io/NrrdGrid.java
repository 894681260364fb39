package org.mem3d.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;
import org.mem3d.VolumeException;

/**
 * The fields of a NRRD header that say where voxels lie, as they stand in the file. Immutable.
 *
 * @param isPlaced whether they say where in the world, not only how large voxels are
 * @param axes how many axes of space the file has
 * @param fields the fields, of these axes alone
 */
record NrrdGrid(boolean isPlaced, int axes, Map<String, String> fields) implements StoredGrid {
  private static final List<String> OF_SPACE =
      List.of("space", "space dimension", "space units", "space origin");
  private static final List<String> OF_AXES =
      List.of("spacings", "axis mins", "axis maxs", "centers", "centerings", "kinds");
  private static final Pattern ENTRY = Pattern.compile("\\s*(none|\\([^()]*\\))", 2);

  NrrdGrid {
    fields = Map.copyOf(fields);
  }

  @Override
  public List<Geometry> alternatives() {
    return List.of();
  }

  /** Returns the grid of a header; its geometry carries the header's fields. */
  static Grid grid(TextHeader header, List<Long> sizes) {
    boolean placed = header.has("space directions");
    List<String> directions = placed ? entries(header, sizes.size()) : List.of();
    int[] axes = NrrdHeader.axesOfSpace(header, sizes, directions);
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name : OF_SPACE) {
      header.text(name).ifPresent(value -> kept.put(name, value));
    }
    for (String name : OF_AXES) {
      List<String> words = TextHeader.words(header.text(name).orElse(""));
      if (words.size() == sizes.size()) {
        kept.put(name, String.join(" ", NrrdHeader.of(words, axes)));
      }
    }
    Geometry geometry;
    if (placed) {
      List<String> ofAxes = NrrdHeader.of(directions, axes);
      kept.put("space directions", String.join(" ", ofAxes));
      geometry = ofDirections(header, ofAxes);
    } else {
      geometry = ofSpacings(header, sizes.size(), axes);
    }
    return new Grid(
        Math.toIntExact(sizes.get(axes[0])),
        axes.length > 1 ? Math.toIntExact(sizes.get(axes[1])) : 1,
        axes.length > 2 ? Math.toIntExact(sizes.get(axes[2])) : 1,
        geometry.withStored(new NrrdGrid(placed, axes.length, kept)));
  }

  private static List<String> entries(TextHeader header, int count) {
    String value = header.require("space directions");
    Matcher matcher = ENTRY.matcher(value);
    List<String> entries = new ArrayList<>();
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      String entry = matcher.group(1).toLowerCase(Locale.ROOT);
      entries.add(entry.contains("nan") ? "none" : entry);
      end = matcher.end();
    }
    if (entries.size() != count || !value.substring(end).isBlank()) {
      throw new VolumeException(
          "has the space directions "
              + header.shown("space directions")
              + ": there must be a vector or none for each of its "
              + count
              + " axes");
    }
    return entries;
  }

  private static Geometry ofDirections(TextHeader header, List<String> directions) {
    double[][] columns = new double[3][];
    int given = directions.size();
    for (int i = 0; i < given; i++) {
      columns[i] = vector(header, "space directions", directions.get(i));
    }
    boolean flat = columns[0].length == 2;
    for (int i = 0; i < given; i++) {
      if (columns[i].length != columns[0].length) {
        throw new VolumeException(
            "has space directions of several lengths: " + header.shown("space directions"));
      }
      columns[i] = flat ? new double[] {columns[i][0], columns[i][1], 0} : columns[i];
    }
    double[] origin = new double[3];
    if (header.has("space origin")) {
      double[] read = vector(header, "space origin", header.require("space origin"));
      System.arraycopy(read, 0, origin, 0, read.length);
    }
    double[] signs = signs(header);
    double unit = millimetres(header);
    for (int row = 0; row < 3; row++) {
      origin[row] *= signs[row] * unit;
      for (int i = 0; i < given; i++) {
        columns[i][row] *= signs[row] * unit;
      }
    }
    try {
      return PlaneGeometry.of(columns, given, origin);
    } catch (VolumeException e) {
      throw new VolumeException(
          "has the space directions "
              + header.shown("space directions")
              + " and origin "
              + header.shown("space origin")
              + ", which make no grid: "
              + e.getMessage(),
          e);
    }
  }

  private static double[] vector(TextHeader header, String name, String text) {
    String inside = text.strip();
    if (inside.startsWith("(") && inside.endsWith(")")) {
      inside = inside.substring(1, inside.length() - 1);
      try {
        String[] words = inside.split(",", -1);
        double[] vector = new double[words.length];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = Double.parseDouble(words[i].strip());
        }
        if (vector.length == 2 || vector.length == 3) {
          return vector;
        }
      } catch (NumberFormatException e) {
        // Refused below, with the whole field.
      }
    }
    throw new VolumeException(
        "has in '"
            + name
            + "' the value "
            + header.shown(name)
            + ", which is not of vectors (x,y,z): the header is damaged");
  }

  /** Spaces that are not named are as ITK takes them: towards left, posterior and superior. */
  private static double[] signs(TextHeader header) {
    String space = header.text("space").orElse("").toLowerCase(Locale.ROOT).replace(' ', '-');
    return switch (space) {
      case "right-anterior-superior", "ras" -> new double[] {1, 1, 1};
      case "left-anterior-superior", "las" -> new double[] {-1, 1, 1};
      default -> new double[] {-1, -1, 1};
    };
  }

  private static double millimetres(TextHeader header) {
    String unit =
        TextHeader.words(header.text("space units").orElse("mm").replace('"', ' ')).stream()
            .findFirst()
            .orElse("mm");
    return LengthUnit.millimetres(unit);
  }

  private static Geometry ofSpacings(TextHeader header, int dimension, int[] axes) {
    double[] spacing = {1, 1, 1};
    if (header.has("spacings")) {
      double[] all = header.numbers("spacings", dimension);
      for (int i = 0; i < axes.length; i++) {
        double value = Math.abs(all[axes[i]]);
        spacing[i] = value > 0 && Double.isFinite(value) ? value : 1;
      }
    }
    return Geometry.ofSpacing(spacing[0], spacing[1], spacing[2]);
  }

  /**
   * Returns the fields that say of a grid's place what the file did that it came from, if that was
   * a NRRD file; else anew, in millimetres towards left, posterior and superior.
   *
   * @return lines, each with its end; the sizes and the number of axes among them
   */
  static String lines(Grid grid) {
    int[] sizes = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
    int needed = sizes[2] > 1 ? 3 : sizes[1] > 1 ? 2 : 1;
    Map<String, String> fields = new LinkedHashMap<>();
    int axes = 3;
    if (grid.geometry().stored().orElse(null) instanceof NrrdGrid stored && stored.axes >= needed) {
      axes = stored.axes;
      for (String name : concat(OF_SPACE, "space directions")) {
        if (stored.fields.containsKey(name)) {
          fields.put(name, stored.fields.get(name));
        }
      }
      for (String name : OF_AXES) {
        if (stored.fields.containsKey(name)) {
          fields.put(name, stored.fields.get(name));
        }
      }
    } else {
      anew(grid.geometry(), fields);
    }
    StringBuilder lines = new StringBuilder("dimension: " + axes + "\n");
    fields.forEach((name, value) -> appendSpace(lines, name, value));
    lines.append("sizes:");
    for (int i = 0; i < axes; i++) {
      lines.append(' ').append(sizes[i]);
    }
    lines.append('\n');
    fields.forEach((name, value) -> appendOthers(lines, name, value));
    return lines.toString();
  }

  private static List<String> concat(List<String> names, String last) {
    List<String> all = new ArrayList<>(names);
    all.add(last);
    return all;
  }

  /** What names the space must precede everything that lies in it. */
  private static void appendSpace(StringBuilder lines, String name, String value) {
    if (name.equals("space") || name.equals("space dimension")) {
      lines.append(name).append(": ").append(value).append('\n');
    }
  }

  private static void appendOthers(StringBuilder lines, String name, String value) {
    if (!name.equals("space") && !name.equals("space dimension")) {
      lines.append(name).append(": ").append(value).append('\n');
    }
  }

  private static void anew(Geometry geometry, Map<String, String> fields) {
    double[] a = geometry.affine();
    fields.put("space", "left-posterior-superior");
    fields.put(
        "space directions",
        List.of(Axis.X, Axis.Y, Axis.Z).stream()
            .map(Axis::ordinal)
            .map(i -> text(-a[i], -a[4 + i], a[8 + i]))
            .collect(Collectors.joining(" ")));
    fields.put("kinds", "domain domain domain");
    fields.put("space origin", text(-a[3], -a[7], a[11]));
  }

  private static String text(double x, double y, double z) {
    return "(" + (x + 0.0) + "," + (y + 0.0) + "," + (z + 0.0) + ")";
  }
}
