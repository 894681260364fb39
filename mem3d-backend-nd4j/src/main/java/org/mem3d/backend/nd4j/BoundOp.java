package org.mem3d.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/** An ND4J operation bound to its arrays, once. */
interface BoundOp extends AutoCloseable {
  /** The one operation that ND4J offers only in its older form. */
  String LOG = "log";

  /** Computes. */
  void run();

  @Override
  void close();

  /** Binds an operation to arrays. */
  static BoundOp bind(Instruction instruction, INDArray[] inputs, INDArray output) {
    if (instruction.op().equals(LOG)) {
      Log log = new Log(inputs[0], output);
      return new BoundOp() {
        @Override
        public void run() {
          Nd4j.getExecutioner().exec(log);
        }

        @Override
        public void close() {}
      };
    }
    CustomOp op = DynamicCustomOp.builder(instruction.op()).build();
    OpContext context = Nd4j.getExecutioner().buildContext();
    for (int i = 0; i < inputs.length; i++) {
      context.setInputArray(i, inputs[i]);
    }
    context.setOutputArray(0, output);
    context.setIArguments(instruction.args().integers());
    context.setTArguments(instruction.args().numbers());
    context.setBArguments(instruction.args().flags());
    context.allowHelpers(instruction.args().vendor());
    return new BoundOp() {
      @Override
      public void run() {
        Nd4j.exec(op, context);
      }

      @Override
      public void close() {
        context.purge();
      }
    };
  }
}
