package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_div;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.ReadStep.Operation;
import org.mem3d.backend.onednn.ReadStep.Part;
import org.mem3d.backend.onednn.ReadStep.Passed;
import org.mem3d.graph.DType;

/**
 * The operations of a streamed read: those of one block of memories, and those that end a task. The
 * exponential is part of the place's product; nothing is subtracted first, so that no block waits
 * for another.
 */
final class StreamOps {
  private final Lowering lowering;
  private final ReadPattern read;
  private final ReadStep.Tensors tensors;
  private final StreamCut cut;
  private final StreamedRead.Ones ones;

  StreamOps(Lowering lowering, ReadPattern read, ReadStep.Tensors tensors, StreamCut cut) {
    this.lowering = lowering;
    this.read = read;
    this.tensors = tensors;
    this.cut = cut;
    Value memories = lowering.ones(cut.block());
    this.ones =
        new StreamedRead.Ones(
            lowering.as(memories, Layout.rowMajor(memories.shape()), tensors.value().dtype()),
            lowering.ones(width()));
  }

  /** Returns what rows of weights and of sums are summed with. */
  StreamedRead.Ones ones() {
    return ones;
  }

  /** From queries and a block of memories to the sums of weighed values so far. */
  List<Operation> block() {
    ReadOperations block = new ReadOperations(lowering, read.readout().name(), cut.entries());
    int rows = cut.rows();
    int memories = cut.block();
    DType weights = tensors.value().dtype();
    PostOps place = new PostOps().sum(read.scale()).eltwise(dnnl_eltwise_exp, 0, 0);
    Runnable largest =
        () ->
            block.largestOfGroups(
                cut.taskRows(), memories / cut.lanes(), cut.lanes(), Part.AFFINITY, Part.MAXIMA);
    dnnl_memory_desc affinity = block.affinity(tensors, rows, memories, largest, place);
    dnnl_memory_desc weight = block.matrix(rows, memories, weights);
    Part weightPart = weights == DType.F32 ? Part.AFFINITY : Part.WEIGHT;
    if (weights != DType.F32) {
      convert(block, affinity, weight, Part.AFFINITY, Part.WEIGHT);
    }
    block.product(
        block.flat(cut.taskRows(), memories, weights),
        ones.memories().desc(),
        block.flat(cut.taskRows(), 1, DType.F32),
        new PostOps().sum(1),
        weightPart,
        Part.MEMORY_ONES,
        Part.TOTAL);
    block.product(
        weight,
        block.values(tensors.value(), memories),
        block.matrix(rows, width(), DType.F32),
        new PostOps().sum(1),
        weightPart,
        Part.VALUE,
        Part.SUM);
    return block.operations();
  }

  /** From the sums of weighed values to the readout; and a number that shows sums not finite. */
  List<Operation> end() {
    ReadOperations end = new ReadOperations(lowering, read.readout().name(), cut.entries());
    DType dtype = tensors.readout().dtype();
    dnnl_memory_desc sum = end.flat(cut.taskRows(), width(), DType.F32);
    dnnl_memory_desc ofEachRow = end.flat(cut.taskRows(), 1, DType.F32);
    end.product(
        sum,
        ones.channels().desc(),
        ofEachRow,
        new PostOps(),
        Part.SUM,
        Part.CHANNEL_ONES,
        Part.CHECK);
    if (tensors.similarity() != null) {
      int numbers = cut.taskRows() * cut.lanes();
      end.largestOfGroups(1, cut.blocks(), numbers, Part.MAXIMA, Part.LARGEST);
    }
    dnnl_primitive_attr attr = lowering.scope().attributes(new PostOps());
    dnnl_primitive_desc division =
        end.describe(
            "the mean",
            pd ->
                dnnl_binary_primitive_desc_create(
                    pd, end.engine(), dnnl_binary_div, sum, ofEachRow, sum, attr));
    end.add(
        division,
        new Passed(DNNL_ARG_SRC_0, Part.SUM),
        new Passed(DNNL_ARG_SRC_1, Part.TOTAL),
        new Passed(DNNL_ARG_DST, dtype == DType.F32 ? Part.READOUT : Part.SUM));
    if (dtype != DType.F32) {
      convert(end, sum, end.flat(cut.taskRows(), width(), dtype), Part.SUM, Part.READOUT);
    }
    return end.operations();
  }

  private void convert(
      ReadOperations to, dnnl_memory_desc from, dnnl_memory_desc result, Part part, Part as) {
    dnnl_primitive_attr attr = lowering.scope().attributes(new PostOps());
    dnnl_primitive_desc desc =
        to.describe(
            "a conversion",
            pd ->
                dnnl_reorder_primitive_desc_create(
                    pd, from, to.engine(), result, to.engine(), attr));
    to.add(desc, new Passed(DNNL_ARG_FROM, part), new Passed(DNNL_ARG_TO, as));
  }

  private int width() {
    return tensors.value().shape().dim(2);
  }
}
