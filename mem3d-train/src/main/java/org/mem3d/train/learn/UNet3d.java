package org.mem3d.train.learn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.mem3d.ModelException;
import org.mem3d.eval.baseline.NetworkWindow;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/**
 * A compact 3D U-Net (Cicek et al. 2016) over a whole {@link NetworkWindow}: four levels of {@value
 * #WIDTHS_TEXT} channels, two convolutions each way. Slices are thick, so the first level sees
 * single slices and the first pooling is in the slices alone. Group norms know no batch: training
 * and use compute alike. In float32 alone: libtorch 2.10 was seen to give convolutions over volumes
 * in bfloat16 gradients that were garbage. Stateless.
 */
public final class UNet3d {
  static final String WIDTHS_TEXT = "8, 16, 32 and 64";

  private static final int[] WIDTHS = {8, 16, 32, 64};
  private static final int GROUP = 8;
  private static final double EPSILON = 1e-5;
  private static final int PLANES_MERGED = NetworkWindow.DEPTH_STEP;

  private UNet3d() {}

  /** Returns the shapes of the weights by name. */
  public static Map<String, Shape> tensors() {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    int levels = WIDTHS.length;
    int inputs = NetworkWindow.CHANNELS;
    for (int level = 0; level < levels; level++) {
      block(tensors, "down" + level, level, inputs);
      inputs = WIDTHS[level];
    }
    for (int level = levels - 2; level >= 0; level--) {
      block(tensors, "up" + level, level, WIDTHS[level] + WIDTHS[level + 1]);
    }
    tensors.put("out.weight", Shape.of(1, WIDTHS[0]));
    tensors.put("out.bias", Shape.of(1));
    return tensors;
  }

  private static void block(Map<String, Shape> tensors, String name, int level, int inputs) {
    int width = WIDTHS[level];
    int deep = level == 0 ? 1 : 3;
    tensors.put(name + ".conv0.weight", Shape.of(width, inputs, deep, 3, 3));
    tensors.put(name + ".conv1.weight", Shape.of(width, width, deep, 3, 3));
    for (int i = 0; i < 2; i++) {
      tensors.put(name + ".norm" + i + ".weight", Shape.of(width));
      tensors.put(name + ".norm" + i + ".bias", Shape.of(width));
    }
  }

  /**
   * Checks that weights are this network's.
   *
   * @param source where they come from, for the message
   * @throws ModelException if a tensor is missing, too many or of another shape
   */
  public static void checkWeights(Weights weights, String source) {
    Map<String, Shape> wanted = tensors();
    wanted.forEach(
        (name, shape) -> {
          if (!weights.names().contains(name) || !weights.shape(name).equals(shape)) {
            throw new ModelException(
                source
                    + " holds no '"
                    + name
                    + "' of "
                    + shape
                    + ": take weights that 'mem3d train unet3d' wrote");
          }
        });
    if (weights.names().size() != wanted.size()) {
      throw new ModelException(
          source
              + " holds "
              + weights.names().size()
              + " tensors, not "
              + wanted.size()
              + ": take weights that 'mem3d train unet3d' wrote");
    }
  }

  /**
   * Computes the logits of windows; differentiable in the weights.
   *
   * @param weights the tensors by name
   * @param input N x channels x planes x side x side
   * @return N x 1 x planes x side x side, of the caller's scope
   */
  static Tensor logits(Function<String, Tensor> weights, Tensor input) {
    if (input.size(2) % PLANES_MERGED != 0) {
      throw new IllegalArgumentException(
          "the number of planes must be a multiple of " + PLANES_MERGED + ", not " + input.size(2));
    }
    int levels = WIDTHS.length;
    Tensor[] kept = new Tensor[levels];
    Tensor x = input.contiguous(MemoryFormat.ChannelsLast3d);
    for (int level = 0; level < levels; level++) {
      if (level > 0) {
        long[] pool = pool(level - 1);
        x = torch.max_pool3d(x, pool, pool, new long[] {0, 0, 0}, new long[] {1, 1, 1}, false);
      }
      x = block(weights, "down" + level, level, x);
      kept[level] = x;
    }
    for (int level = levels - 2; level >= 0; level--) {
      Tensor skip = kept[level];
      long[] size = {skip.size(2), skip.size(3), skip.size(4)};
      Tensor larger =
          torch.upsample_trilinear3d(
              x, size, false, new DoubleOptional(), new DoubleOptional(), new DoubleOptional());
      x = torch.cat(new TensorVector(skip, larger), 1);
      x = block(weights, "up" + level, level, x);
    }
    // As a product: libtorch 2.10's convolutions of single points were seen to go wrong.
    Tensor last = x.permute(0, 2, 3, 4, 1);
    return torch
        .linear(last, weights.apply("out.weight"), new TensorOptional(weights.apply("out.bias")))
        .permute(0, 4, 1, 2, 3);
  }

  /** How many cells are merged below a level, along planes, v and u. */
  private static long[] pool(int level) {
    return level == 0 ? new long[] {1, 2, 2} : new long[] {2, 2, 2};
  }

  private static Tensor block(
      Function<String, Tensor> weights, String name, int level, Tensor input) {
    long deep = level == 0 ? 0 : 1;
    Tensor x = input;
    for (int i = 0; i < 2; i++) {
      Tensor kernel =
          weights.apply(name + ".conv" + i + ".weight").contiguous(MemoryFormat.ChannelsLast3d);
      x =
          torch.conv3d(
              x,
              kernel,
              new TensorOptional(),
              new long[] {1, 1, 1},
              new long[] {deep, 1, 1},
              new long[] {1, 1, 1},
              1);
      String norm = name + ".norm" + i;
      x =
          torch
              .group_norm(
                  x,
                  WIDTHS[level] / GROUP,
                  new TensorOptional(weights.apply(norm + ".weight")),
                  new TensorOptional(weights.apply(norm + ".bias")),
                  EPSILON,
                  false)
              .relu();
    }
    return x;
  }

  /** Returns the floating-point operations of one window. */
  static double flops(int depth) {
    double sum = 0;
    for (Map.Entry<String, Shape> tensor : tensors().entrySet()) {
      Shape shape = tensor.getValue();
      if (shape.rank() == 5) {
        String name = tensor.getKey();
        int level = Character.digit(name.charAt(name.indexOf('.') - 1), 10);
        // A level has a quarter of the cells of the one above it, and from the third on an eighth.
        double cells = (double) depth * NetworkWindow.PLANE * Math.pow(0.25, level);
        cells *= Math.pow(0.5, Math.max(0, level - 1));
        sum += 2 * cells * shape.elements();
      }
    }
    return sum;
  }
}
