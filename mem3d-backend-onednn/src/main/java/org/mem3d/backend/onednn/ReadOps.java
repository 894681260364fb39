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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.backend.onednn.ReadStep.Part;
import org.mem3d.backend.onednn.ReadStep.Passed;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * The memory read in tiles: some query positions at a time go through all its operations while
 * their affinities stay in a core's cache, so that the affinity of all positions never exists. The
 * scale of the cosine and the addition of the place are part of the place's product; an offset of
 * all affinities is left out, since the softmax does not see it.
 */
final class ReadOps {
  /** Bytes of affinities that one core keeps in its cache. */
  private static final long CACHED = 512 * 1024;

  /** Fewer rows than this make poor products. */
  private static final int FEWEST_ROWS = 64;

  private final Lowering lowering;
  private final Group group;
  private final ReadPattern read;
  private final ReadStep.Cut cut;
  private final List<ReadStep.Operation> operations = new ArrayList<>();

  private ReadOps(Lowering lowering, Group group, ReadPattern read) {
    this.lowering = lowering;
    this.group = group;
    this.read = read;
    Shape affinity = read.affinity().shape();
    int threads = lowering.workers().count();
    int rows = rows(affinity.dim(0), affinity.dim(1), affinity.dim(2), threads);
    this.cut = new ReadStep.Cut(affinity.dim(0), affinity.dim(1), affinity.dim(2), rows);
  }

  static void lower(Lowering lowering, Group group, ReadPattern read) {
    new ReadOps(lowering, group, read).lower();
  }

  /**
   * Returns the rows of a tile: the most that divide the queries, fit the cache and leave each
   * thread two tiles, but not too few.
   */
  static int rows(int batch, int queries, int memories, int threads) {
    int best = queries;
    for (int rows = queries; rows >= Math.min(queries, FEWEST_ROWS); rows--) {
      if (queries % rows == 0) {
        best = rows;
        if (4L * rows * memories <= CACHED && batch * (queries / rows) >= 2 * threads) {
          break;
        }
      }
    }
    return best;
  }

  private void lower() {
    Node cosine = read.cosine();
    Node place = read.place();
    int kept = read.kept();
    DType products = lowering.read(cosine);
    DType weights = kept == 0 ? lowering.read(read.readout()) : DType.F32;
    Shape shape = read.readout().shape();
    DType dtype = kept == 0 ? lowering.dtypeOf(group) : DType.F32;
    ReadStep.Tensors whole =
        new ReadStep.Tensors(
            rowMajor(cosine.input(0), products),
            rowMajor(cosine.input(1), products),
            rowMajor(place.input(0), lowering.read(place)),
            rowMajor(place.input(1), lowering.read(place)),
            rowMajor(read.readout().input(1), weights),
            lowering.newValue(shape, dtype, Layout.rowMajor(shape)),
            similarity());
    lowering.workers().alone(() -> operations(whole));
    int threads = lowering.workers().count();
    int blocks = kept == 0 ? 1 : NearestSum.blocks(cut.memories(), kept);
    boolean apart = kept == 0 && weights != DType.F32;
    Value affinity = rows(threads * cut.rows(), cut.memories(), DType.F32);
    Value weight = apart ? rows(threads * cut.rows(), cut.memories(), weights) : affinity;
    Value maxima = kept == 0 ? affinity : rows(threads * cut.rows(), blocks, DType.F32);
    List<Value> reads =
        List.of(whole.query(), whole.key(), whole.queryPlace(), whole.place(), whole.value());
    List<Value> writes = new ArrayList<>(List.of(whole.readout(), affinity, weight, maxima));
    if (whole.similarity() != null) {
      writes.add(whole.similarity());
      lowering.define(Objects.requireNonNull(read.similarity()), whole.similarity());
    }
    lowering.add(
        new ReadStep(
            read.readout().name(),
            group.kinds() + ", " + cut.rows() + " queries at a time -> " + dtype,
            whole,
            cut,
            reads,
            writes,
            List.of(affinity, weight, maxima),
            operations,
            kept == 0 ? null : new NearestSum(kept, cut.rows(), cut.memories(), shape.dim(2)),
            lowering.workers()));
    lowering.define(group, whole.readout());
  }

  private @Nullable Value similarity() {
    if (read.similarity() == null) {
      return null;
    }
    Shape shape = read.similarity().shape();
    return lowering.newValue(shape, DType.F32, Layout.rowMajor(shape));
  }

  private Value rowMajor(Node node, DType dtype) {
    return lowering.as(node, Layout.rowMajor(node.shape()), dtype);
  }

  private Value rows(int rows, int columns, DType dtype) {
    Shape shape = Shape.of(rows, columns);
    return lowering.newValue(shape, dtype, Layout.rowMajor(shape));
  }

  /** Describes the operations of one tile. */
  private void operations(ReadStep.Tensors whole) {
    int rows = cut.rows();
    int channels = whole.query().shape().dim(2);
    int features = whole.queryPlace().shape().dim(2);
    int width = whole.value().shape().dim(2);
    dnnl_memory_desc query = matrix(rows, channels, whole.query().dtype());
    Shape keys = Shape.of(channels, cut.memories());
    dnnl_memory_desc key =
        lowering.scope().desc(keys, whole.key().dtype(), Layout.ordered(keys, 1, 0));
    dnnl_memory_desc affinity = matrix(rows, cut.memories(), DType.F32);
    product(query, key, affinity, new PostOps(), Part.QUERY, Part.KEY, Part.AFFINITY);
    if (whole.similarity() != null) {
      largest(affinity, matrix(rows, 1, DType.F32));
    }
    product(
        matrix(rows, features, whole.queryPlace().dtype()),
        matrix(features, cut.memories(), whole.place().dtype()),
        affinity,
        new PostOps().sum(((Op.Affine) read.scaled().op()).scale()),
        Part.QUERY_PLACE,
        Part.PLACE,
        Part.AFFINITY);
    if (read.kept() > 0) {
      blockMaxima();
      return;
    }
    DType weights = whole.value().dtype();
    dnnl_memory_desc weight = matrix(rows, cut.memories(), weights);
    Part weightPart = weights == DType.F32 ? Part.AFFINITY : Part.WEIGHT;
    softmax(affinity, weight, weightPart);
    product(
        weight,
        matrix(cut.memories(), width, weights),
        matrix(rows, width, whole.readout().dtype()),
        new PostOps(),
        weightPart,
        Part.VALUE,
        Part.READOUT);
  }

  private dnnl_memory_desc matrix(int rows, int columns, DType dtype) {
    Shape shape = Shape.of(rows, columns);
    return lowering.scope().desc(shape, dtype, Layout.rowMajor(shape));
  }

  private void product(
      dnnl_memory_desc a,
      dnnl_memory_desc b,
      dnnl_memory_desc result,
      PostOps postOps,
      Part from,
      Part by,
      Part to) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making a product of the read " + read.readout().name(),
            pd ->
                dnnl_matmul_primitive_desc_create(
                    pd, scope.engine().engine(), a, b, null, result, attr));
    operations.add(
        new ReadStep.Operation(
            desc,
            List.of(
                new Passed(DNNL_ARG_SRC, from),
                new Passed(DNNL_ARG_WEIGHTS, by),
                new Passed(DNNL_ARG_DST, to))));
  }

  private void unary(dnnl_primitive_desc desc, Part from, Part to) {
    operations.add(
        new ReadStep.Operation(
            desc, List.of(new Passed(DNNL_ARG_SRC, from), new Passed(DNNL_ARG_DST, to))));
  }

  private void largest(dnnl_memory_desc affinity, dnnl_memory_desc result) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the largest of " + read.readout().name(),
            pd ->
                dnnl_reduction_primitive_desc_create(
                    pd, scope.engine().engine(), dnnl_reduction_max, affinity, result, 0, 0, attr));
    unary(desc, Part.AFFINITY, Part.SIMILARITY);
  }

  private void softmax(dnnl_memory_desc affinity, dnnl_memory_desc weight, Part to) {
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
                    affinity,
                    weight,
                    1,
                    attr));
    unary(desc, Part.AFFINITY, to);
  }

  /**
   * The largest of each block of affinities. Blocks interleave: memory m is in block {@code m mod
   * blocks}, so that all maxima of a row are computed side by side, as channels of an image.
   */
  private void blockMaxima() {
    int blocks = NearestSum.blocks(cut.memories(), read.kept());
    int length = cut.memories() / blocks;
    Shape images = Shape.of(cut.rows(), blocks, length, 1);
    Shape maxima = Shape.of(cut.rows(), blocks, 1, 1);
    DnnlScope scope = lowering.scope();
    dnnl_memory_desc from = scope.desc(images, DType.F32, Layout.natural(images));
    dnnl_memory_desc to = scope.desc(maxima, DType.F32, Layout.natural(maxima));
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the maxima of " + read.readout().name(),
            pd ->
                dnnl_pooling_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    dnnl_pooling_max,
                    from,
                    to,
                    new long[] {1, 1},
                    new long[] {length, 1},
                    new long[2],
                    new long[2],
                    new long[2],
                    attr));
    unary(desc, Part.AFFINITY, Part.MAXIMA);
  }
}
