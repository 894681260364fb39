package org.mem3d.backend.nd4j;

import java.util.List;

/**
 * One ND4J operation on storages. The output may be an input too where the operation works in
 * place.
 *
 * @param node the graph's node that it serves
 * @param op ND4J's name of the operation
 * @param output what it fills
 */
record Instruction(String node, String op, List<Operand> inputs, Operand output, Arguments args) {

  /** A storage seen under physical extents. Never compared, so an array does. */
  @SuppressWarnings("ArrayRecordComponent")
  record Operand(Storage storage, long... dims) {}

  /**
   * ND4J's three kinds of arguments, and whether the vendor's kernel (oneDNN, cuDNN) may be used.
   * Never compared.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Arguments(long[] integers, double[] numbers, boolean[] flags, boolean vendor) {
    static final Arguments NONE = new Arguments(new long[0], new double[0], new boolean[0], true);

    static Arguments integers(long... values) {
      return new Arguments(values, new double[0], new boolean[0], true);
    }

    Arguments withFlags(boolean... values) {
      return new Arguments(integers, numbers, values, vendor);
    }

    Arguments withNumbers(double... values) {
      return new Arguments(integers, values, flags, vendor);
    }

    Arguments withoutVendor() {
      return new Arguments(integers, numbers, flags, false);
    }
  }
}
