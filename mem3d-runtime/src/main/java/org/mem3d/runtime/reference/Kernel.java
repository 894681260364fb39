package org.mem3d.runtime.reference;

/** One node made ready to run: work cut into tasks that write separate parts of the result. */
interface Kernel {
  /** How many elements make a task worth its while. */
  int CHUNK = 1 << 14;

  /** Returns the number of tasks, the same at each run. */
  int tasks();

  /**
   * Does one task.
   *
   * @param in the inputs' elements, each from index 0 on; arrays may be longer than their tensors
   * @param out the result's elements, likewise
   */
  void run(float[][] in, float[] out, int task, int worker, MatrixProduct.Scratch scratch);
}
