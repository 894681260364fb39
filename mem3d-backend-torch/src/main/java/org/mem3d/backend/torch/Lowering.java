package org.mem3d.backend.torch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

/**
 * What each operation is in libtorch. A step runs inside a scope that closes all that it makes but
 * its result.
 *
 * <p>In bfloat16 and float16, convolutions and products take their operands rounded to it; what
 * convolutions give stays so through norms, activations, sums and resampling; affinities, what
 * residuals are added to and everything else is float32.
 */
final class Lowering {
  /** How far a batch moves the stored statistics. */
  private static final double MOMENTUM = 0.1;

  /** The format of the operands of convolutions and products. */
  private final ScalarType operands;

  private final TensorGraph graph;
  private final List<List<Node>> consumers;

  Lowering(TensorGraph graph, DType precision) {
    this.graph = graph;
    this.consumers = graph.consumers();
    this.operands = TorchDevice.scalarType(precision);
  }

  Step step(Node node) {
    Op op = node.op();
    if (op instanceof Op.Conv2d conv) {
      Shape weight = node.input(1).shape();
      if (pointwise(conv, weight)) {
        return pointwiseConv(conv);
      }
      return half() ? halfConv(conv, weight) : conv(conv);
    } else if (op instanceof Op.BatchNorm norm) {
      return batchNorm(norm);
    } else if (op instanceof Op.Relu) {
      return spare(node.input(0))
          ? (in, statistics) -> in[0].relu_()
          : (in, statistics) -> in[0].relu();
    } else if (op instanceof Op.Sigmoid) {
      return (in, statistics) -> full(in[0]).sigmoid();
    } else if (op instanceof Op.Affine affine) {
      return (in, statistics) ->
          full(in[0]).mul(new Scalar(affine.scale())).add(new Scalar(affine.shift()));
    } else if (op instanceof Op.Logit logit) {
      return (in, statistics) -> full(in[0]).logit(new DoubleOptional(logit.epsilon()));
    } else if (op instanceof Op.Add) {
      boolean overwrite = spare(node.input(0));
      return (in, statistics) -> overwrite ? added(in[0], in[1]) : in[0].add(in[1]);
    } else if (op instanceof Op.Multiply) {
      return (in, statistics) -> in[0].mul(in[1]);
    } else if (op instanceof Op.Concat concat) {
      boolean evened = half() && readsEven(node, concat.axis());
      return (in, statistics) -> concat(in, concat.axis(), evened);
    } else if (op instanceof Op.Slice slice) {
      return (in, statistics) ->
          in[0].narrow(slice.axis(), slice.begin(), slice.end() - slice.begin());
    } else if (op instanceof Op.MatMul product) {
      boolean exact = endsInSoftmax(node);
      return (in, statistics) ->
          full(
              torch.matmul(
                  turned(exact ? full(in[0]) : operand(in[0]), product.transposeA()),
                  turned(exact ? full(in[1]) : operand(in[1]), product.transposeB())));
    } else if (op instanceof Op.Linear linear) {
      return (in, statistics) ->
          activated(
              full(
                  torch.linear(
                      operand(in[0]),
                      operand(in[1]),
                      linear.bias() ? new TensorOptional(operand(in[2])) : new TensorOptional())),
              linear.activation());
    } else if (op instanceof Op.Softmax softmax) {
      return (in, statistics) -> full(in[0]).softmax(softmax.axis());
    } else if (op instanceof Op.L2Normalize norm) {
      return (in, statistics) -> normalised(full(in[0]), norm);
    } else if (op instanceof Op.TopK top) {
      return (in, statistics) -> largest(in[0], top.k());
    } else if (op instanceof Op.Reshape reshape) {
      long[] dims = TorchDevice.dims(reshape.shape());
      return (in, statistics) -> in[0].reshape(dims);
    } else if (op instanceof Op.Transpose transpose) {
      long[] order = longs(transpose.order());
      return (in, statistics) -> in[0].permute(order);
    } else if (op instanceof Op.Reduce reduce) {
      return reduce(reduce);
    } else if (op instanceof Op.ArgMax argMax) {
      return (in, statistics) ->
          full(in[0].argmax(new LongOptional(argMax.axis()), true).to(ScalarType.Float));
    }
    return sampling(node);
  }

  private Step sampling(Node node) {
    Op op = node.op();
    Shape from = node.input(0).shape();
    if (op instanceof Op.MaxPool pool) {
      return (in, statistics) ->
          torch.max_pool2d(
              in[0],
              pair(pool.kernel()),
              pair(pool.stride()),
              pair(pool.padding()),
              pair(1),
              false);
    } else if (op instanceof Op.AveragePool pool) {
      return (in, statistics) ->
          torch.avg_pool2d(
              in[0],
              pair(pool.kernel()),
              pair(pool.stride()),
              pair(0),
              false,
              true,
              new LongOptional());
    } else if (op instanceof Op.AdaptiveAveragePool pool) {
      return (in, statistics) -> torch.adaptive_avg_pool2d(in[0], pool.height(), pool.width());
    } else if (op instanceof Op.Resize resize && resize.bilinear()) {
      return (in, statistics) ->
          torch.upsample_bilinear2d(
              in[0],
              new long[] {resize.height(), resize.width()},
              resize.alignCorners(),
              new DoubleOptional(),
              new DoubleOptional());
    } else if (op instanceof Op.Resize resize) {
      // By index: libtorch's own nearest computes places in float32, which may fall one short.
      boolean corners = resize.alignCorners();
      return (in, statistics) ->
          in[0]
              .index_select(2, nearest(from.dim(2), resize.height(), corners, in[0]))
              .index_select(3, nearest(from.dim(3), resize.width(), corners, in[0]));
    }
    throw new IllegalArgumentException("torch does not know the operation " + op);
  }

  private static Step conv(Op.Conv2d conv) {
    long[] stride = pair(conv.stride());
    long[] padding = pair(conv.padding());
    long[] dilation = pair(conv.dilation());
    return (in, statistics) -> {
      TensorOptional bias = conv.bias() ? new TensorOptional(in[2]) : new TensorOptional();
      Tensor y = torch.conv2d(in[0], in[1], bias, stride, padding, dilation, 1);
      return finished(y, in, conv);
    };
  }

  private static boolean pointwise(Op.Conv2d conv, Shape weight) {
    return weight.dim(2) == 1 && weight.dim(3) == 1 && conv.padding() == 0;
  }

  /**
   * A 1x1 convolution, as a product: libtorch 2.10's float32 convolution was seen to give wrong
   * values in the last channels (4x112x8x8 to 80), and those of both precisions to divide by zero,
   * which ends the process.
   */
  private Step pointwiseConv(Op.Conv2d conv) {
    return (in, statistics) -> {
      TensorOptional bias = conv.bias() ? new TensorOptional(operand(in[2])) : new TensorOptional();
      Tensor kernel = operand(in[1]).flatten(1, 3);
      Tensor x = operand(everyNth(everyNth(in[0], 2, conv.stride()), 3, conv.stride()));
      Tensor y = torch.linear(x.permute(0, 2, 3, 1), kernel, bias).permute(0, 3, 1, 2);
      return finished(y, in, conv);
    };
  }

  private static Tensor everyNth(Tensor x, int axis, int step) {
    return step == 1 ? x : x.slice(axis, new LongOptional(), new LongOptional(), step);
  }

  /**
   * A convolution in bfloat16 or float16. Odd numbers of channels are rounded up with zeros:
   * libtorch 2.10's kernels were seen to read what lies behind an odd channel, so that results, and
   * gradients above all, were now and then those of garbage.
   *
   * @param weight the kernel's shape
   */
  private Step halfConv(Op.Conv2d conv, Shape weight) {
    long[] stride = pair(conv.stride());
    long[] padding = pair(conv.padding());
    long[] dilation = pair(conv.dilation());
    int outputs = weight.dim(0);
    int moreOutputs = outputs % 2;
    int moreInputs = weight.dim(1) % 2;
    return (in, statistics) -> {
      Tensor x = operand(in[0]);
      Tensor kernel = operand(in[1]);
      Tensor bias = conv.bias() ? operand(in[2]) : null;
      if (x.size(1) < weight.dim(1) + moreInputs) {
        x = padded(x, 0, 0, 0, 0, 0, 1);
      }
      if (moreInputs + moreOutputs > 0) {
        kernel = padded(kernel, 0, 0, 0, 0, 0, moreInputs, 0, moreOutputs);
      }
      if (bias != null && moreOutputs > 0) {
        bias = padded(bias, 0, moreOutputs);
      }
      TensorOptional added = bias == null ? new TensorOptional() : new TensorOptional(bias);
      Tensor y = torch.conv2d(x, kernel, added, stride, padding, dilation, 1);
      if (moreOutputs > 0) {
        // Copied, for what follows works in place on a whole tensor.
        y = y.narrow(1, 0, outputs).clone();
      }
      return finished(y, in, conv);
    };
  }

  /** Adds zeros at the ends of axes, the last axis first. */
  private static Tensor padded(Tensor x, long... places) {
    return torch.constant_pad_nd(x, places, new Scalar(0.0));
  }

  /** Ends a convolution. Sums with residuals are float32: their roundings would add up. */
  private static Tensor finished(Tensor y, Tensor[] in, Op.Conv2d conv) {
    Tensor sum = conv.residual() ? added(full(y), in[conv.residualIndex()]) : y;
    return activated(sum, conv.activation());
  }

  private static Step batchNorm(Op.BatchNorm norm) {
    return (in, statistics) ->
        torch.batch_norm(
            in[0],
            new TensorOptional(in[1]),
            new TensorOptional(in[2]),
            new TensorOptional(in[3]),
            new TensorOptional(in[4]),
            statistics == Statistics.OF_BATCH,
            MOMENTUM,
            norm.epsilon(),
            true);
  }

  private static Step reduce(Op.Reduce reduce) {
    long[] axes = longs(reduce.axes());
    return (in, statistics) ->
        switch (reduce.reduction()) {
          case SUM -> full(in[0]).sum(axes, true, new ScalarTypeOptional());
          case MEAN -> full(in[0]).mean(axes, true, new ScalarTypeOptional());
          case MAX -> full(in[0]).amax(axes, true);
        };
  }

  /**
   * Joins values.
   *
   * @param evened whether a channel of zeros is added, which saves each reader from adding it
   */
  private Tensor concat(Tensor[] in, int axis, boolean evened) {
    boolean anyHalf = false;
    for (Tensor part : in) {
      anyHalf |= half() && part.scalar_type() == operands;
    }
    Tensor[] parts = Arrays.copyOf(in, in.length + (evened ? 1 : 0));
    for (int i = 0; i < in.length; i++) {
      Tensor part = anyHalf ? operand(in[i]) : in[i];
      parts[i] = axis == 1 && part.dim() == 4 && part.size(1) == 1 ? channelsLast(part) : part;
    }
    if (evened) {
      long[] one = {in[0].size(0), 1, in[0].size(2), in[0].size(3)};
      parts[in.length] = channelsLast(torch.zeros(one, parts[0].options()));
    }
    return torch.cat(new TensorVector(parts), axis);
  }

  /**
   * Returns an image of one channel with the strides of channels-last. It lies in memory as it did,
   * but libtorch takes its strides for those of rows, and one such part turns the whole.
   */
  private static Tensor channelsLast(Tensor image) {
    return image.reshape(image.size(0), image.size(2), image.size(3), 1).permute(0, 3, 1, 2);
  }

  /** Whether a value has an odd number of channels and none but convolutions read it as images. */
  private boolean readsEven(Node value, int axis) {
    return axis == 1
        && value.shape().rank() == 4
        && value.shape().dim(1) % 2 == 1
        && !graph.outputs().containsValue(value)
        && consumers.get(value.id()).stream()
            .allMatch(
                reader ->
                    reader.op() instanceof Op.Conv2d conv
                        && reader.input(0).equals(value)
                        && !pointwise(conv, reader.input(1).shape())
                        && !(conv.residual() && reader.input(conv.residualIndex()).equals(value)));
  }

  private static Tensor normalised(Tensor x, Op.L2Normalize norm) {
    Tensor square = x.mul(x).sum(new long[] {norm.axis()}, true, new ScalarTypeOptional());
    // The smallest square is bounded, not the root, whose slope at 0 is infinite.
    double least = (double) norm.epsilon() * norm.epsilon();
    return x.div(square.clamp_min(new Scalar(least)).sqrt());
  }

  private static Tensor largest(Tensor x, int k) {
    long last = x.dim() - 1;
    if (x.size(last) <= k) {
      return x.clone();
    }
    T_TensorTensor_T sorted = x.sort(new BoolOptional(true), last, true);
    Tensor first = sorted.get1().narrow(last, 0, k);
    Tensor none = torch.full_like(x, new Scalar(Double.NEGATIVE_INFINITY));
    return none.scatter(last, first, x.gather(last, first));
  }

  /** Whether a softmax sees a value, which makes the value's rounding a factor of its weights. */
  private boolean endsInSoftmax(Node value) {
    return consumers.get(value.id()).stream()
        .anyMatch(
            reader ->
                reader.op() instanceof Op.Softmax
                    || ((reader.op() instanceof Op.Affine
                            || reader.op() instanceof Op.Add
                            || reader.op() instanceof Op.TopK
                            || reader.op() instanceof Op.Reshape)
                        && endsInSoftmax(reader)));
  }

  /** Returns a tensor as an operand of a product. */
  private Tensor operand(Tensor x) {
    return half() ? x.to(operands) : x;
  }

  private boolean half() {
    return operands != ScalarType.Float;
  }

  /** Returns a tensor in float32. */
  private static Tensor full(Tensor x) {
    return x.scalar_type() == ScalarType.Float ? x : x.to(ScalarType.Float);
  }

  /**
   * Whether a value may be overwritten by the one node that reads it: fresh memory costs more than
   * the arithmetic. Neither convolutions nor norms need their result to differentiate.
   */
  private boolean spare(Node value) {
    boolean fresh =
        value.op() instanceof Op.BatchNorm
            || value.op() instanceof Op.Add
            || (value.op() instanceof Op.Conv2d conv && conv.activation() == Activation.NONE);
    return fresh && consumers.get(value.id()).size() == 1 && !graph.outputs().containsValue(value);
  }

  /** Adds to a tensor in place if the sum is of its format. */
  private static Tensor added(Tensor x, Tensor y) {
    boolean fits = x.scalar_type() == y.scalar_type() || x.scalar_type() == ScalarType.Float;
    return fits ? x.add_(y) : x.add(y);
  }

  /** Applies an activation in place, to a value with no other reader. */
  private static Tensor activated(Tensor x, Activation activation) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> x.relu_();
      case SIGMOID -> full(x).sigmoid();
    };
  }

  private static Tensor turned(Tensor x, boolean transpose) {
    return transpose ? x.transpose(-2, -1) : x;
  }

  /**
   * Returns which places a nearest resize reads, computed where the image is: copied there, they
   * would make the program wait for the device.
   */
  private static Tensor nearest(int from, int to, boolean alignCorners, Tensor image) {
    TensorOptions whole =
        new TensorOptions(ScalarType.Long).device(new DeviceOptional(image.device()));
    Tensor places = torch.arange(new Scalar((long) to), whole);
    if (!alignCorners) {
      return places.mul(new Scalar((long) from)).floor_divide(new Scalar((long) to));
    }
    if (to == 1) {
      return places;
    }
    // Rounded half up: floor((2 i (from - 1) + to - 1) / (2 (to - 1))).
    return places
        .mul(new Scalar(2L * (from - 1)))
        .add(new Scalar(to - 1L))
        .floor_divide(new Scalar(2L * (to - 1)));
  }

  private static long[] pair(int value) {
    return new long[] {value, value};
  }

  private static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(Integer::longValue).toArray();
  }
}
