package org.mem3d;

/** A view of a volume whose voxels are in another order, at the place of another grid. */
final class ReorderedVolume implements Volume {
  private final Volume source;
  private final VoxelOrder order;

  ReorderedVolume(Volume source, VoxelOrder order) {
    this.source = source;
    this.order = order;
  }

  @Override
  public int sizeX() {
    return order.to().sizeX();
  }

  @Override
  public int sizeY() {
    return order.to().sizeY();
  }

  @Override
  public int sizeZ() {
    return order.to().sizeZ();
  }

  @Override
  public Geometry geometry() {
    return order.to().geometry();
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    Axis along = order.source(axis);
    int stored = order.isTurned(axis) ? size(axis) - 1 - index : index;
    if (order.isSame()) {
      source.readSlice(along, stored, slice);
      return;
    }
    float[] values = new float[source.sliceSize(along)];
    source.readSlice(along, stored, values);
    int sizeU = size(axis.u());
    int sizeV = size(axis.v());
    boolean swapped = order.source(axis.u()) != along.u();
    int stepU = swapped ? sizeV : 1;
    int stepV = swapped ? 1 : sizeU;
    int start = 0;
    if (order.isTurned(axis.u())) {
      start += (sizeU - 1) * stepU;
      stepU = -stepU;
    }
    if (order.isTurned(axis.v())) {
      start += (sizeV - 1) * stepV;
      stepV = -stepV;
    }
    for (int v = 0, to = 0; v < sizeV; v++) {
      for (int u = 0; u < sizeU; u++) {
        slice[to++] = values[start + u * stepU + v * stepV];
      }
    }
  }
}
