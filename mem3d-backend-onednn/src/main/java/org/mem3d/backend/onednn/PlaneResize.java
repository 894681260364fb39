package org.mem3d.backend.onednn;

import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * Resizing of images of one channel, as two matrix products: columns are interpolated by a matrix
 * from the right, rows by one from the left. The library's resampling works on channels side by
 * side, and has one lane of sixteen to do here; the products do more arithmetic in a fifth of the
 * time.
 */
final class PlaneResize {
  private PlaneResize() {}

  /** Whether a resize is one of planes. */
  static boolean fits(Node resize) {
    return resize.shape().dim(1) == 1;
  }

  /**
   * Adds the products, whose result is float32; returns false, having added nothing, if followers
   * had better run alone.
   */
  static boolean lower(Lowering lowering, Group group, Op.Resize resize) {
    Node node = group.root();
    Shape from = node.input(0).shape();
    Shape to = node.shape();
    int count = from.dim(0);
    Value result = lowering.newValue(to, DType.F32, Layout.natural(to));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    if (!postOps.operandsAre(to) || !group.result().shape().equals(to)) {
      return false;
    }
    Shape planes = Shape.of(count, to.dim(2), to.dim(3));
    PostOps onPlanes = postOps.seen(operand -> lowering.seenAs(operand, planes));
    Shape wide = Shape.of(count, from.dim(2), to.dim(3));
    Shape rows = Shape.of(count * from.dim(2), from.dim(3));
    Shape wideRows = Shape.of(count * from.dim(2), to.dim(3));
    Value x = lowering.natural(node.input(0), DType.F32);
    Value columnWeights =
        weights(lowering, HostImageKernels.taps(resize, from.dim(3), to.dim(3)), from.dim(3), true);
    Value rowWeights =
        weights(
            lowering, HostImageKernels.taps(resize, from.dim(2), to.dim(2)), from.dim(2), false);
    Value between = lowering.newValue(wide, DType.F32, Layout.natural(wide));
    dnnl_primitive_desc first =
        ProductOps.describe(
            lowering,
            group.bare(),
            lowering.seenAs(x, rows),
            columnWeights.desc(),
            null,
            lowering.seenAs(between, wideRows),
            new PostOps());
    Value seen = lowering.seenAs(result, planes);
    dnnl_primitive_desc second =
        ProductOps.describe(lowering, group, rowWeights, between.desc(), null, seen, onPlanes);
    if (first == null || second == null) {
      return false;
    }
    PostOps plain = new PostOps();
    lowering.add(
        first,
        "Resize (columns)",
        ProductOps.arguments(
            lowering.seenAs(x, rows),
            columnWeights,
            null,
            lowering.seenAs(between, wideRows),
            plain),
        between);
    lowering.add(
        second,
        group.kinds() + " (rows)",
        ProductOps.arguments(rowWeights, between, null, seen, onPlanes),
        result);
    lowering.define(group, result);
    return true;
  }

  /** Returns what each place of a row counts for each place of a wider row, or the transpose. */
  private static Value weights(
      Lowering lowering, HostImageKernels.Tap[] taps, int from, boolean onTheRight) {
    float[] matrix = new float[taps.length * from];
    for (int i = 0; i < taps.length; i++) {
      int step = onTheRight ? taps.length : 1;
      int begin = onTheRight ? i : i * from;
      matrix[begin + step * taps[i].first()] += 1 - taps[i].weight();
      matrix[begin + step * taps[i].second()] += taps[i].weight();
    }
    return lowering.constant(
        matrix, onTheRight ? Shape.of(from, taps.length) : Shape.of(1, taps.length, from));
  }
}
