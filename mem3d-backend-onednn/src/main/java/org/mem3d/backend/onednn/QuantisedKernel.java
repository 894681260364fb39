package org.mem3d.backend.onednn;

import org.mem3d.graph.Shape;

/**
 * A convolution's weights in 8 bits: for each channel of results a scale, so that its largest
 * weight becomes 127.
 *
 * @param weights whole numbers, in the order of the kernel
 * @param scales what 1 stands for in each channel of results
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record QuantisedKernel(byte[] weights, float[] scales) {
  /**
   * Rounds weights.
   *
   * @param shape channels of results first
   * @param even whether all numbers must be even. Where the image may be negative, the library
   *     halves them on processors without VNNI, so that its sums fit 16 bits: then nothing is lost,
   *     and results are the same on all processors
   */
  static QuantisedKernel of(float[] weight, Shape shape, boolean even) {
    int step = even ? 2 : 1;
    int largest = Quantisation.LARGEST / step;
    int each = weight.length / shape.dim(0);
    byte[] rounded = new byte[weight.length];
    float[] scales = new float[shape.dim(0)];
    for (int channel = 0; channel < scales.length; channel++) {
      float most = 0;
      for (int i = channel * each; i < (channel + 1) * each; i++) {
        most = Math.max(most, Math.abs(weight[i]));
      }
      float scale = most > 0 ? most / largest : 1;
      for (int i = channel * each; i < (channel + 1) * each; i++) {
        rounded[i] = (byte) (step * (int) Math.rint(weight[i] / scale));
      }
      scales[channel] = scale / step;
    }
    return new QuantisedKernel(rounded, scales);
  }
}
