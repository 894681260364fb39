package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.ReadStep.Operation;
import org.mem3d.backend.onednn.ReadStep.Part;
import org.mem3d.backend.onednn.ReadStep.Passed;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/**
 * Operations that a read goes through one after the other, as they are described: on matrices of
 * one entry of the batch, or of several side by side.
 */
final class ReadOperations {
  private final Lowering lowering;
  private final String read;
  private final int entries;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * @param read its name, for messages
   * @param entries of the batch that each operation takes
   */
  ReadOperations(Lowering lowering, String read, int entries) {
    this.lowering = lowering;
    this.read = read;
    this.entries = entries;
  }

  List<Operation> operations() {
    return operations;
  }

  /**
   * Adds the affinities of some queries and memories: their cosine, its maximum if the similarity
   * is an output, and the product of their places.
   *
   * @param largest adds what seeks the largest cosine of each row
   * @param place what makes affinities of cosine and place
   * @return the affinities
   */
  dnnl_memory_desc affinity(
      ReadStep.Tensors whole, int rows, int memories, Runnable largest, PostOps place) {
    int channels = whole.query().shape().dim(2);
    int features = whole.queryPlace().shape().dim(2);
    dnnl_memory_desc affinity = matrix(rows, memories, DType.F32);
    product(
        matrix(rows, channels, whole.query().dtype()),
        keys(whole.key(), memories),
        affinity,
        new PostOps(),
        Part.QUERY,
        Part.KEY,
        Part.AFFINITY);
    if (whole.similarity() != null) {
      largest.run();
    }
    product(
        matrix(rows, features, whole.queryPlace().dtype()),
        places(whole.place(), memories),
        affinity,
        place,
        Part.QUERY_PLACE,
        Part.PLACE,
        Part.AFFINITY);
    return affinity;
  }

  /** Describes matrices without gaps. */
  dnnl_memory_desc matrix(int rows, int columns, DType dtype) {
    return described(rows, columns, dtype, Layout.of((long) rows * columns, columns, 1));
  }

  /** Describes the first memories' keys, as columns. */
  private dnnl_memory_desc keys(Value key, int memories) {
    int channels = key.shape().dim(2);
    long entry = (long) key.shape().dim(1) * channels;
    return described(channels, memories, key.dtype(), Layout.of(entry, 1, channels));
  }

  /** Describes the first memories' places. */
  private dnnl_memory_desc places(Value place, int memories) {
    int features = place.shape().dim(1);
    int all = place.shape().dim(2);
    return described(features, memories, place.dtype(), Layout.of((long) features * all, all, 1));
  }

  /** Describes the first memories' values. */
  dnnl_memory_desc values(Value value, int memories) {
    int width = value.shape().dim(2);
    long entry = (long) value.shape().dim(1) * width;
    return described(memories, width, value.dtype(), Layout.of(entry, width, 1));
  }

  /** One matrix has no axis for the entries: the library has more code for it. */
  private dnnl_memory_desc described(int rows, int columns, DType dtype, Layout layout) {
    return entries == 1
        ? lowering
            .scope()
            .desc(Shape.of(rows, columns), dtype, Layout.of(layout.stride(1), layout.stride(2)))
        : lowering.scope().desc(Shape.of(entries, rows, columns), dtype, layout);
  }

  /** Adds the product {@code from x by}. */
  void product(
      dnnl_memory_desc a,
      dnnl_memory_desc b,
      dnnl_memory_desc result,
      PostOps postOps,
      Part from,
      Part by,
      Part to) {
    dnnl_primitive_attr attr = lowering.scope().attributes(postOps);
    dnnl_primitive_desc desc =
        describe(
            "a product",
            pd -> dnnl_matmul_primitive_desc_create(pd, engine(), a, b, null, result, attr));
    add(
        desc,
        new Passed(DNNL_ARG_SRC, from),
        new Passed(DNNL_ARG_WEIGHTS, by),
        new Passed(DNNL_ARG_DST, to));
  }

  /** Adds what finds the largest number of each row. Slow: it takes as long for short rows. */
  void largest(int rows, int columns, Part from, Part to) {
    dnnl_memory_desc all = flat(rows, columns, DType.F32);
    dnnl_memory_desc result = flat(rows, 1, DType.F32);
    dnnl_primitive_attr attr = lowering.scope().attributes(new PostOps());
    dnnl_primitive_desc desc =
        describe(
            "a maximum",
            pd ->
                dnnl_reduction_primitive_desc_create(
                    pd, engine(), dnnl_reduction_max, all, result, 0, 0, attr));
    unary(desc, from, to);
  }

  /**
   * Adds what finds the largest numbers among groups of so many columns: the first of all groups,
   * the second, and so on. To the library this is an image's pooling, which it computes at the
   * speed of memory.
   */
  void largestOfGroups(int rows, int groups, int columns, Part from, Part to) {
    dnnl_memory_desc image = image(rows, columns, groups);
    dnnl_memory_desc result = image(rows, columns, 1);
    long[] window = {1, groups};
    DnnlScope.Create pooling =
        ImageOps.pooling(lowering.scope(), dnnl_pooling_max, image, result, window, window, 0);
    unary(describe("a maximum", pooling), from, to);
  }

  private dnnl_memory_desc image(int count, int channels, int width) {
    Shape shape = Shape.of(count, channels, 1, width);
    return lowering.scope().desc(shape, DType.F32, Layout.natural(shape));
  }

  /** Describes one matrix, of all entries' rows. */
  dnnl_memory_desc flat(int rows, int columns, DType dtype) {
    Shape shape = Shape.of(rows, columns);
    return lowering.scope().desc(shape, dtype, Layout.rowMajor(shape));
  }

  dnnl_engine engine() {
    return lowering.scope().engine().engine();
  }

  void unary(dnnl_primitive_desc desc, Part from, Part to) {
    add(desc, new Passed(DNNL_ARG_SRC, from), new Passed(DNNL_ARG_DST, to));
  }

  void add(dnnl_primitive_desc desc, Passed... passed) {
    operations.add(new Operation(desc, List.of(passed)));
  }

  /**
   * Makes a primitive descriptor.
   *
   * @param what it is, for the message if it fails
   */
  dnnl_primitive_desc describe(String what, DnnlScope.Create create) {
    return lowering.primitive("making " + what + " of the read " + read, create);
  }
}
