package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
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
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;

/**
 * The memory read in tiles: some query positions at a time go through all its operations while
 * their affinities stay in a core's cache, so that the affinity of all positions never exists. The
 * scale of the cosine and the addition of the place are part of the place's product; an offset of
 * all affinities is left out, since the softmax does not see it. A read of many memories is cut by
 * a {@link StreamCut} besides, and takes tiles only where that fails.
 */
final class ReadOps {
  /** Bytes of affinities that one core keeps in its cache. */
  private static final long CACHED = 512 * 1024;

  /** Fewer rows than this make poor products. */
  static final int FEWEST_ROWS = 64;

  private final Lowering lowering;
  private final Group group;
  private final ReadPattern read;
  private final @Nullable StreamCut stream;
  private final ReadStep.Cut cut;
  private final ReadOperations tile;

  private ReadOps(Lowering lowering, Group group, ReadPattern read) {
    this.lowering = lowering;
    this.group = group;
    this.read = read;
    Shape affinity = read.affinity().shape();
    int threads = lowering.workers().count();
    int batch = affinity.dim(0);
    int queries = affinity.dim(1);
    int memories = affinity.dim(2);
    this.stream = StreamCut.of(batch, queries, memories, threads);
    // A streamed task is whole tiles.
    int rows =
        stream == null
            ? rows(batch, queries, memories, threads)
            : rows(stream.entries(), stream.rows(), memories, threads);
    this.cut = new ReadStep.Cut(batch, queries, memories, rows);
    this.tile = new ReadOperations(lowering, read.readout().name(), 1);
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
    DType products = lowering.read(cosine);
    DType weights = lowering.read(read.readout());
    Shape shape = read.readout().shape();
    DType dtype = lowering.dtypeOf(group);
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
    StreamedRead streamed = stream == null ? null : streamed(whole, stream);
    int threads = lowering.workers().count();
    int affinities = Math.max(cut.rows() * cut.memories(), pieces(blockAffinities(), threads));
    Value affinity = working(affinities, DType.F32);
    Value weight = weights == DType.F32 ? affinity : working(affinities, weights);
    Value streaming =
        stream == null
            ? affinity
            : working(pieces(StreamedRead.workingFloats(stream, shape.dim(2)), threads), DType.F32);
    List<Value> reads = new ArrayList<>(whole.read());
    if (streamed != null) {
      reads.addAll(streamed.ones().all());
    }
    List<Value> writes = new ArrayList<>(List.of(whole.readout(), affinity, weight, streaming));
    if (whole.similarity() != null) {
      writes.add(whole.similarity());
      lowering.define(Objects.requireNonNull(read.similarity()), whole.similarity());
    }
    lowering.add(
        new ReadStep(
            read.readout().name(),
            group.kinds() + ", " + manner() + " -> " + dtype,
            whole,
            cut,
            reads,
            writes,
            List.of(affinity, weight, streaming),
            tile.operations(),
            streamed,
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

  private int blockAffinities() {
    return stream == null ? 0 : stream.taskRows() * stream.block();
  }

  /** The elements of each of so many pieces. */
  private static int pieces(int elements, int count) {
    return (elements + count - 1) / count;
  }

  /** Makes a value of which each thread has a piece. */
  private Value working(int elements, DType dtype) {
    Shape shape = Shape.of(lowering.workers().count(), elements);
    return lowering.newValue(shape, dtype, Layout.rowMajor(shape));
  }

  /** How the read is cut, for a person. */
  private String manner() {
    return stream == null
        ? cut.rows() + " queries at a time"
        : "streamed: "
            + stream.rows()
            + " queries "
            + (stream.entries() == 1 ? "" : "of each of " + stream.entries() + " entries ")
            + "at a time meet blocks of "
            + stream.block()
            + " memories";
  }

  private StreamedRead streamed(ReadStep.Tensors whole, StreamCut into) {
    StreamOps ops = new StreamOps(lowering, read, whole, into);
    return new StreamedRead(whole, into, ops.ones(), ops.block(), ops.end());
  }

  /** Describes the operations of one tile. */
  private void operations(ReadStep.Tensors whole) {
    int rows = cut.rows();
    PostOps place = new PostOps().sum(read.scale());
    Runnable largest = () -> tile.largest(rows, cut.memories(), Part.AFFINITY, Part.SIMILARITY);
    dnnl_memory_desc affinity = tile.affinity(whole, rows, cut.memories(), largest, place);
    int width = whole.value().shape().dim(2);
    DType weights = whole.value().dtype();
    dnnl_memory_desc weight = tile.matrix(rows, cut.memories(), weights);
    Part weightPart = weights == DType.F32 ? Part.AFFINITY : Part.WEIGHT;
    softmax(affinity, weight, weightPart);
    tile.product(
        weight,
        tile.values(whole.value(), cut.memories()),
        tile.matrix(rows, width, whole.readout().dtype()),
        new PostOps(),
        weightPart,
        Part.VALUE,
        Part.READOUT);
  }

  private void softmax(dnnl_memory_desc affinity, dnnl_memory_desc weight, Part to) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        tile.describe(
            "the softmax",
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
    tile.unary(desc, Part.AFFINITY, to);
  }
}
