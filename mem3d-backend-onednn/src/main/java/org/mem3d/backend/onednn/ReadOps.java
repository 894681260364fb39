package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * The memory read in tiles: some query positions at a time go through all its operations while
 * their affinities stay in the cache, so that the affinity of all positions never exists. The scale
 * of the cosine and the addition of the place are part of the place's product; an offset of all
 * affinities is left out, since the softmax does not see it.
 */
final class ReadOps {
  /** Bytes of affinities that one core keeps in its cache. */
  private static final long CACHED = 512 * 1024;

  /** Fewer rows than this make poor products. */
  private static final int FEWEST_ROWS = 64;

  private final Lowering lowering;
  private final Group group;
  private final ReadPattern read;
  private final int batch;
  private final int queries;
  private final int memories;
  private final int rows;
  private final NearestSum.@Nullable ValueRows valueRows;

  private ReadOps(Lowering lowering, Group group, ReadPattern read) {
    this.lowering = lowering;
    this.group = group;
    this.read = read;
    this.batch = read.affinity().shape().dim(0);
    this.queries = read.affinity().shape().dim(1);
    this.memories = read.affinity().shape().dim(2);
    this.rows = rows(queries, memories, lowering.threads());
    this.valueRows =
        read.kept() == 0 ? null : new NearestSum.ValueRows(memories, read.readout().shape().dim(2));
  }

  static void lower(Lowering lowering, Group group, ReadPattern read) {
    new ReadOps(lowering, group, read).lower();
  }

  /** Returns the rows of a tile: the most that fit and divide the queries, but not too few. */
  static int rows(int queries, int memories, int threads) {
    int best = queries;
    for (int rows = queries; rows >= Math.min(queries, FEWEST_ROWS); rows--) {
      if (queries % rows == 0) {
        best = rows;
        if (4L * rows * memories <= threads * CACHED) {
          break;
        }
      }
    }
    return best;
  }

  /** The tensors of the whole read, row by row. */
  private record Whole(Value query, Value key, Value queryPlace, Value place, Value value) {}

  private void lower() {
    Node cosine = read.cosine();
    Node place = read.place();
    int kept = read.kept();
    DType products = lowering.read(cosine);
    DType weights = kept == 0 ? lowering.read(read.readout()) : DType.F32;
    Whole whole =
        new Whole(
            rowMajor(cosine.input(0), products),
            rowMajor(cosine.input(1), products),
            rowMajor(place.input(0), lowering.read(place)),
            rowMajor(place.input(1), lowering.read(place)),
            rowMajor(read.readout().input(1), weights));
    Shape shape = read.readout().shape();
    DType dtype = kept == 0 ? lowering.dtypeOf(group) : DType.F32;
    Value readout = lowering.newValue(shape, dtype, Layout.rowMajor(shape));
    Value similarity = null;
    if (read.similarity() != null) {
      Shape one = read.similarity().shape();
      similarity = lowering.newValue(one, DType.F32, Layout.rowMajor(one));
      lowering.define(read.similarity(), similarity);
    }
    for (int n = 0; n < batch; n++) {
      for (int row = n * queries; row < (n + 1) * queries; row += rows) {
        tile(whole, n, row, readout, similarity);
      }
    }
    lowering.define(group, readout);
  }

  private Value rowMajor(Node node, DType dtype) {
    return lowering.as(node, Layout.rowMajor(node.shape()), dtype);
  }

  private void tile(Whole whole, int n, int row, Value readout, @Nullable Value similarity) {
    int channels = whole.query.shape().dim(2);
    int features = whole.queryPlace.shape().dim(2);
    Value query = lowering.rows(whole.query, Shape.of(rows, channels), row);
    Value key = lowering.rows(whole.key, Shape.of(memories, channels), n * memories);
    Value queryPlace = lowering.rows(whole.queryPlace, Shape.of(rows, features), row);
    Value place = lowering.rows(whole.place, Shape.of(features, memories), n * features);
    Shape shape = Shape.of(rows, memories);
    Value affinity = lowering.newValue(shape, DType.F32, Layout.rowMajor(shape));
    multiply("cosine", query, transposed(key), affinity, new PostOps());
    if (similarity != null) {
      largest(affinity, lowering.rows(similarity, Shape.of(rows, 1), row));
    }
    float scale = ((Op.Affine) read.scaled().op()).scale();
    multiply("place + scale * cosine", queryPlace, place, affinity, new PostOps().sum(scale));
    int width = whole.value.shape().dim(2);
    Value value = lowering.rows(whole.value, Shape.of(memories, width), n * memories);
    Value result = lowering.rows(readout, Shape.of(rows, width), row);
    if (read.kept() > 0) {
      nearest(affinity, value, result, row == n * queries);
    } else {
      Value weight =
          value.dtype() == DType.F32
              ? affinity
              : lowering.newValue(shape, value.dtype(), Layout.rowMajor(shape));
      softmax(affinity, weight);
      multiply("weights * values", weight, value, result, new PostOps());
    }
  }

  private Value transposed(Value matrix) {
    Shape shape = Shape.of(matrix.shape().dim(1), matrix.shape().dim(0));
    Layout layout = matrix.knownLayout().transposed(List.of(1, 0));
    return new Value(
        matrix.storage(),
        shape,
        matrix.dtype(),
        layout,
        lowering.scope().desc(shape, matrix.dtype(), layout),
        matrix.offset());
  }

  private void multiply(String what, Value a, Value b, Value result, PostOps postOps) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the read " + read.readout().name(),
            pd ->
                dnnl_matmul_primitive_desc_create(
                    pd, scope.engine().engine(), a.desc(), b.desc(), null, result.desc(), attr));
    List<Argument> arguments =
        List.of(
            new Argument(DNNL_ARG_SRC, a),
            new Argument(DNNL_ARG_WEIGHTS, b),
            new Argument(DNNL_ARG_DST, result));
    if (postOps.isEmpty()) {
      lowering.add(desc, detail(what), arguments, result);
    } else {
      lowering.addOnto(desc, detail(what), arguments, result);
    }
  }

  private String detail(String what) {
    return group.kinds() + ", " + rows + " at a time: " + what;
  }

  private void largest(Value affinity, Value result) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the largest of " + read.readout().name(),
            pd ->
                dnnl_reduction_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_reduction_max,
                    affinity.desc(),
                    result.desc(),
                    0,
                    0,
                    attr));
    lowering.add(desc, detail("largest"), Argument.unary(affinity, result, new PostOps()), result);
  }

  private void softmax(Value affinity, Value weight) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the softmax " + read.weight().name(),
            pd ->
                dnnl_softmax_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    dnnl_softmax_accurate,
                    affinity.desc(),
                    weight.desc(),
                    1,
                    attr));
    lowering.addOnto(
        desc, detail("softmax"), Argument.unary(affinity, weight, new PostOps()), weight);
  }

  /**
   * The largest of each block of affinities, then the sparse sum. Blocks interleave: memory m is in
   * block {@code m mod blocks}, so that all maxima of a row are computed side by side.
   */
  private void nearest(Value affinity, Value value, Value result, boolean first) {
    int blocks = NearestSum.blocks(memories, read.kept());
    Shape images = Shape.of(rows, blocks, memories / blocks, 1);
    Layout interleaved = Layout.ordered(images, 0, 2, 3, 1);
    Value seen = lowering.view(affinity.storage(), images, DType.F32, interleaved);
    Shape shape = Shape.of(rows, blocks, 1, 1);
    Value maxima = lowering.newValue(shape, DType.F32, Layout.natural(shape));
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    long[] kernel = {memories / blocks, 1};
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the maxima of " + read.readout().name(),
            pd ->
                dnnl_pooling_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    dnnl_pooling_max,
                    seen.desc(),
                    maxima.desc(),
                    new long[] {1, 1},
                    kernel,
                    new long[2],
                    new long[2],
                    new long[2],
                    attr));
    lowering.add(desc, detail("block maxima"), Argument.unary(seen, maxima, new PostOps()), maxima);
    lowering.add(
        new NearestSum(
            read.readout().name(),
            detail("nearest  Java"),
            read.kept(),
            affinity,
            maxima,
            value,
            result,
            Objects.requireNonNull(valueRows),
            first,
            lowering.workers()));
  }
}
