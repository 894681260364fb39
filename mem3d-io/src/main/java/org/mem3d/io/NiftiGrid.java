package org.mem3d.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;

/**
 * The fields of a NIfTI header that say where voxels lie, as they stand in the file: both forms
 * with their codes, whether or not their numbers make sense, spacing, units and the roles of the
 * axes. Immutable.
 */
final class NiftiGrid implements StoredGrid {
  private final int version;
  private final int rank;
  private final NiftiFields fields;
  private final Geometry plain;
  private final boolean placed;
  private final List<Geometry> alternatives;

  private NiftiGrid(NiftiFields from) {
    version = from.version;
    rank = (int) Math.max(1, Math.min(3, from.dim[0]));
    fields = new NiftiFields(from.version);
    copyPlace(from, fields);
    Optional<Geometry> sform = NiftiOrientation.ofSform(from);
    Optional<Geometry> qform = NiftiOrientation.ofQform(from);
    placed = sform.isPresent() || qform.isPresent();
    plain = sform.or(() -> qform).orElseGet(() -> NiftiOrientation.ofSpacing(from));
    List<Geometry> others = new ArrayList<>();
    qform.filter(other -> !other.equals(plain)).ifPresent(others::add);
    alternatives = List.copyOf(others);
  }

  /**
   * Returns the geometry of a header, which carries the header's fields: of the sform if its code
   * is positive, else of the qform if its code is, else of the spacing alone (the standard's
   * methods 3, 2 and 1). A form whose numbers make no grid counts as absent.
   */
  static Geometry geometry(NiftiFields fields) {
    NiftiGrid grid = new NiftiGrid(fields);
    return grid.plain.withStored(grid);
  }

  /** Returns the version of the format in which a volume on a geometry is written by itself. */
  static int version(Geometry geometry) {
    return geometry.stored().orElse(null) instanceof NiftiGrid grid ? grid.version : 1;
  }

  /**
   * Puts a geometry into a header whose sizes are there: what a file said of it as it was said, in
   * as many dimensions; else spacing and forms anew.
   */
  static void write(Geometry geometry, NiftiFields fields) {
    if (!(geometry.stored().orElse(null) instanceof NiftiGrid grid)) {
      NiftiOrientation.write(geometry, fields);
      return;
    }
    copyPlace(grid.fields, fields);
    int needed = fields.dim[3] > 1 ? 3 : fields.dim[2] > 1 ? 2 : 1;
    fields.dim[0] = Math.max(needed, grid.rank);
  }

  private static void copyPlace(NiftiFields from, NiftiFields to) {
    System.arraycopy(from.pixdim, 0, to.pixdim, 0, 8);
    System.arraycopy(from.qform, 0, to.qform, 0, 6);
    System.arraycopy(from.sform, 0, to.sform, 0, 12);
    to.qformCode = from.qformCode;
    to.sformCode = from.sformCode;
    to.xyztUnits = from.xyztUnits;
    to.dimInfo = from.dimInfo;
  }

  @Override
  public boolean isPlaced() {
    return placed;
  }

  @Override
  public List<Geometry> alternatives() {
    return alternatives;
  }
}
