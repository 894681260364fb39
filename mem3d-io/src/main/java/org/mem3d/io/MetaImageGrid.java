package org.mem3d.io;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;
import org.mem3d.VolumeException;

/**
 * The fields of a MetaImage's header that say where voxels lie, as they stand in the file.
 * Immutable. Positions and directions are towards left, posterior and superior, as ITK takes them.
 *
 * @param isPlaced whether they say where in the world, not only how large voxels are
 * @param axes how many axes the file has
 * @param fields the fields; none where the file has more than three axes
 */
record MetaImageGrid(boolean isPlaced, int axes, Map<String, String> fields) implements StoredGrid {
  private static final String[] MATRIX = {"TransformMatrix", "Rotation", "Orientation"};
  private static final String[] OFFSET = {"Offset", "Position", "Origin"};
  private static final String[] SPACING = {"ElementSpacing", "ElementSize"};
  private static final List<String> KEPT =
      List.of(
          "TransformMatrix",
          "Rotation",
          "Orientation",
          "Offset",
          "Position",
          "Origin",
          "CenterOfRotation",
          "AnatomicalOrientation",
          "ElementSpacing",
          "ElementSize",
          "DistanceUnits");

  MetaImageGrid {
    fields = Map.copyOf(fields);
  }

  @Override
  public List<Geometry> alternatives() {
    return List.of();
  }

  /** Returns the grid of a header; its geometry carries the header's fields. */
  static Grid grid(TextHeader header, List<Long> sizes) {
    int dimension = sizes.size();
    int given = Math.min(3, dimension);
    double[] spacing = spacing(header, dimension);
    double[] offset = new double[3];
    String named = present(header, OFFSET);
    if (!named.isEmpty()) {
      System.arraycopy(header.numbers(named, dimension), 0, offset, 0, given);
    }
    double[][] columns = new double[3][3];
    String matrix = present(header, MATRIX);
    double[] directions = matrix.isEmpty() ? null : header.numbers(matrix, dimension * dimension);
    for (int axis = 0; axis < given; axis++) {
      for (int row = 0; row < given; row++) {
        double one =
            directions == null ? (row == axis ? 1 : 0) : directions[axis * dimension + row];
        columns[axis][row] = (row < 2 ? -1 : 1) * one * spacing[axis];
      }
    }
    Map<String, String> kept = new LinkedHashMap<>();
    if (dimension <= 3) {
      for (String name : KEPT) {
        header.text(name).ifPresent(value -> kept.put(name, value));
      }
    }
    boolean placed = !matrix.isEmpty() || !named.isEmpty();
    Geometry geometry;
    try {
      geometry =
          placed
              ? PlaneGeometry.of(columns, given, new double[] {-offset[0], -offset[1], offset[2]})
              : Geometry.ofSpacing(spacing[0], spacing[1], spacing[2]);
    } catch (VolumeException e) {
      throw new VolumeException(
          "has a TransformMatrix and an Offset, "
              + header.shown(matrix)
              + " and "
              + header.shown(named)
              + ", which make no grid: "
              + e.getMessage(),
          e);
    }
    return new Grid(
        Math.toIntExact(sizes.get(0)),
        dimension > 1 ? Math.toIntExact(sizes.get(1)) : 1,
        dimension > 2 ? Math.toIntExact(sizes.get(2)) : 1,
        geometry.withStored(new MetaImageGrid(placed, dimension, kept)));
  }

  private static double[] spacing(TextHeader header, int dimension) {
    double[] spacing = {1, 1, 1};
    String name = present(header, SPACING);
    if (!name.isEmpty()) {
      double[] all = header.numbers(name, dimension);
      for (int i = 0; i < Math.min(3, dimension); i++) {
        double value = Math.abs(all[i]);
        spacing[i] = value > 0 && Double.isFinite(value) ? value : 1;
      }
    }
    return spacing;
  }

  private static String present(TextHeader header, String[] names) {
    return Arrays.stream(names).filter(header::has).findFirst().orElse("");
  }

  /**
   * Returns the fields that say of a grid's place what the file did that it came from, if that was
   * a MetaImage; else anew.
   *
   * @return lines, each with its end; the sizes and the number of axes among them
   */
  static String lines(Grid grid) {
    int[] sizes = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
    int needed = sizes[2] > 1 ? 3 : sizes[1] > 1 ? 2 : 1;
    Map<String, String> fields = new LinkedHashMap<>();
    int axes = 3;
    if (grid.geometry().stored().orElse(null) instanceof MetaImageGrid stored
        && stored.axes >= needed
        && stored.axes <= 3) {
      axes = stored.axes;
      for (String name : KEPT) {
        if (stored.fields.containsKey(name)) {
          fields.put(name, stored.fields.get(name));
        }
      }
    } else {
      anew(grid.geometry(), fields);
    }
    StringBuilder lines = new StringBuilder("NDims = " + axes + "\n");
    fields.forEach((name, value) -> lines.append(name).append(" = ").append(value).append('\n'));
    lines.append("DimSize =");
    for (int i = 0; i < axes; i++) {
      lines.append(' ').append(sizes[i]);
    }
    return lines.append('\n').toString();
  }

  private static void anew(Geometry geometry, Map<String, String> fields) {
    StringBuilder matrix = new StringBuilder();
    StringBuilder spacing = new StringBuilder();
    for (Axis axis : Axis.values()) {
      double[] d = geometry.direction(axis);
      matrix.append(text(-d[0], -d[1], d[2])).append(axis == Axis.Z ? "" : " ");
      spacing.append(geometry.spacing(axis)).append(axis == Axis.Z ? "" : " ");
    }
    double[] origin = geometry.origin();
    fields.put("TransformMatrix", matrix.toString());
    fields.put("Offset", text(-origin[0], -origin[1], origin[2]));
    fields.put("CenterOfRotation", "0 0 0");
    fields.put("ElementSpacing", spacing.toString());
  }

  private static String text(double x, double y, double z) {
    return (x + 0.0) + " " + (y + 0.0) + " " + (z + 0.0);
  }
}
