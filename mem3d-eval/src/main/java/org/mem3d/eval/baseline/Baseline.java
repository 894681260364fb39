package org.mem3d.eval.baseline;

import java.util.List;
import java.util.Locale;
import org.mem3d.SliceMask;

/** A way to carry an object from annotated slices to all others without a network. */
public enum Baseline implements BaselineMethod {
  /** The mask of the nearest annotated slice, of two equally near ones the lower's. */
  COPY(true) {
    @Override
    public List<SliceMask> segment(AnnotatedVolume volume) {
      return ShapeBaselines.copy(volume);
    }
  },
  /**
   * Signed distances blended linearly between annotated slices; beyond the outermost ones the
   * object closes as a ball would. See {@link ShapeBaselines}.
   */
  INTERPOLATION(true) {
    @Override
    public List<SliceMask> segment(AnnotatedVolume volume) {
      return ShapeBaselines.interpolate(volume);
    }
  },
  /**
   * From where a walker that shuns edges reaches the object first. See {@link SeededRandomWalker}.
   */
  RANDOM_WALKER(false) {
    @Override
    public List<SliceMask> segment(AnnotatedVolume volume) {
      Region region = Region.around(volume);
      return region.toMasks(SeededRandomWalker.segment(region.grid()));
    }
  },
  /** To which seeds the way is shorter, changes of intensity counted. See {@link Geodesic}. */
  GEODESIC(false) {
    @Override
    public List<SliceMask> segment(AnnotatedVolume volume) {
      Region region = Region.around(volume);
      return region.toMasks(Geodesic.segment(region.grid()));
    }
  },
  /** The cheapest cut between intensities and edges. See {@link GraphCut}. */
  GRAPH_CUT(false) {
    @Override
    public List<SliceMask> segment(AnnotatedVolume volume) {
      Region region = Region.around(volume);
      return region.toMasks(GraphCut.segment(region.grid()));
    }
  };

  private final boolean wholeMasks;

  Baseline(boolean wholeMasks) {
    this.wholeMasks = wholeMasks;
  }

  @Override
  public String method() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean needsWholeMasks() {
    return wholeMasks;
  }
}
