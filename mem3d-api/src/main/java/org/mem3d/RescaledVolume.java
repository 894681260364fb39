package org.mem3d;

/** A view of a volume with a linear map applied to its values. */
final class RescaledVolume implements Volume {
  private final Volume source;
  private final double slope;
  private final double intercept;

  RescaledVolume(Volume source, double slope, double intercept) {
    if (!Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw new VolumeException(
          "slope and intercept must be finite, not " + slope + " and " + intercept);
    }
    this.source = source;
    this.slope = slope;
    this.intercept = intercept;
  }

  @Override
  public int sizeX() {
    return source.sizeX();
  }

  @Override
  public int sizeY() {
    return source.sizeY();
  }

  @Override
  public int sizeZ() {
    return source.sizeZ();
  }

  @Override
  public Geometry geometry() {
    return source.geometry();
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    source.readSlice(axis, index, slice);
    int size = sliceSize(axis);
    for (int i = 0; i < size; i++) {
      slice[i] = (float) (slope * slice[i] + intercept);
    }
  }
}
