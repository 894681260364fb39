package org.mem3d.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A dense run of elements that a graph works on: a constant with its values, or a place in the
 * arena that is alive from the first instruction that touches it to the last. Mutable while a graph
 * is compiled, by its thread.
 */
final class Storage {
  final long elements;
  final DataType type;
  final float @Nullable [] constant;
  int first = Integer.MAX_VALUE;
  int last = -1;

  /** Where it lies in the arena or among the constants, in bytes. */
  long offset;

  private Storage(long elements, DataType type, float @Nullable [] constant) {
    this.elements = elements;
    this.type = type;
    this.constant = constant;
  }

  static Storage constant(float[] values) {
    return new Storage(values.length, DataType.FLOAT, values);
  }

  /** Makes whole numbers that operations take as indices. */
  static Storage indices(int[] values) {
    float[] copy = new float[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Float.intBitsToFloat(values[i]);
    }
    return new Storage(copy.length, DataType.INT32, copy);
  }

  static Storage working(long elements, DataType type) {
    return new Storage(elements, type, null);
  }

  long bytes() {
    return elements * Float.BYTES;
  }

  void touch(int time) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
}
