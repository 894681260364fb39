package org.mem3d.runtime.reference;

import java.util.Arrays;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Shape;

/**
 * Convolution as a matrix product: rows are output channels, depths are the taps of all input
 * channels, columns are the pixels of all images one after the other.
 */
final class ConvolutionKernel implements Kernel {
  private final Op.Conv2d op;
  private final Shape x;
  private final Shape weight;
  private final Shape out;
  private final int pixels;
  private final int blockPixels;
  private final int blockChannels;
  private final int channelBlocks;

  ConvolutionKernel(Node node, int threads) {
    op = (Op.Conv2d) node.op();
    x = node.input(0).shape();
    weight = node.input(1).shape();
    out = node.shape();
    pixels = out.dim(0) * out.dim(2) * out.dim(3);
    blockPixels = Math.min(pixels, MatrixProduct.COLUMNS);
    int pixelBlocks = (pixels + blockPixels - 1) / blockPixels;
    int wanted = Math.max(1, threads / pixelBlocks);
    int channels = (out.dim(1) + wanted - 1) / wanted;
    blockChannels = Math.min(MatrixProduct.ROWS, channels + channels % 2);
    channelBlocks = (out.dim(1) + blockChannels - 1) / blockChannels;
  }

  @Override
  public int tasks() {
    return channelBlocks * ((pixels + blockPixels - 1) / blockPixels);
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int begin = task / channelBlocks * blockPixels;
    int end = Math.min(pixels, begin + blockPixels);
    int channel = task % channelBlocks * blockChannels;
    int channelEnd = Math.min(out.dim(1), channel + blockChannels);
    int depths = weight.dim(1) * weight.dim(2) * weight.dim(3);
    MatrixProduct.block(
        scratch,
        new MatrixProduct.Rows(in[1], 0, depths, 1),
        channel,
        channelEnd,
        depths,
        (depth, from, to, target) -> pack(in[0], depth, from, to, target),
        begin,
        end);
    for (int o = channel; o < channelEnd; o++) {
      store(in, y, o, begin, end, scratch.sums(o - channel));
    }
  }

  /** Gathers what one tap sees at the pixels from begin to end. */
  private void pack(float[] image, int depth, int begin, int end, float[] target) {
    int kernelWidth = weight.dim(3);
    int channel = depth / (weight.dim(2) * kernelWidth);
    int down = depth / kernelWidth % weight.dim(2) * op.dilation() - op.padding();
    int across = depth % kernelWidth * op.dilation() - op.padding();
    int height = x.dim(2);
    int width = x.dim(3);
    int outWidth = out.dim(3);
    int stride = op.stride();
    int pixel = begin;
    while (pixel < end) {
      int column = pixel % outWidth;
      int row = pixel / outWidth % out.dim(2);
      int n = pixel / (outWidth * out.dim(2));
      int length = Math.min(outWidth - column, end - pixel);
      int at = pixel - begin;
      int sourceRow = row * stride + down;
      if (sourceRow < 0 || sourceRow >= height) {
        Arrays.fill(target, at, at + length, 0);
      } else {
        int source = ((n * x.dim(1) + channel) * height + sourceRow) * width;
        packRow(image, source, column * stride + across, width, target, at, length);
      }
      pixel += length;
    }
  }

  /** Copies one row, taking every stride-th element from column {@code first} on, 0 outside. */
  private void packRow(
      float[] image, int source, int first, int width, float[] target, int at, int length) {
    int stride = op.stride();
    int from = first < 0 ? Math.min(length, (-first + stride - 1) / stride) : 0;
    int to = Math.max(from, Math.min(length, Math.floorDiv(width - 1 - first, stride) + 1));
    Arrays.fill(target, at, at + from, 0);
    if (stride == 1 && from < to) {
      System.arraycopy(image, source + first + from, target, at + from, to - from);
    } else {
      for (int i = from; i < to; i++) {
        target[at + i] = image[source + first + i * stride];
      }
    }
    Arrays.fill(target, at + to, at + length, 0);
  }

  private void store(float[][] in, float[] y, int o, int begin, int end, float[] sums) {
    int area = out.dim(2) * out.dim(3);
    float bias = op.bias() ? in[2][o] : 0;
    Activation activation = op.activation();
    int pixel = begin;
    while (pixel < end) {
      int n = pixel / area;
      int length = Math.min(end, (n + 1) * area) - pixel;
      int target = (n * out.dim(1) + o) * area + pixel - n * area;
      int from = pixel - begin;
      for (int i = from; i < from + length; i++) {
        sums[i] += bias;
      }
      if (op.residual()) {
        float[] residual = in[op.residualIndex()];
        for (int i = 0; i < length; i++) {
          sums[from + i] += residual[target + i];
        }
      }
      PointwiseKernel.activate(activation, sums, from, from + length);
      System.arraycopy(sums, from, y, target, length);
      pixel += length;
    }
  }
}
