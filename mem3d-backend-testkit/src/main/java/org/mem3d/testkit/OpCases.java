package org.mem3d.testkit;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Op.Reduction;
import org.mem3d.graph.Shape;

/**
 * The table of operations that every backend computes: each operation in each of its variants, on
 * sizes that include 1, primes, and sizes that are no multiple of a stride.
 *
 * <p>The weights of Conv2d, BatchNorm and Linear are parameters throughout.
 */
public final class OpCases {
  private static final int[][] IMAGES = {
    {1, 1, 1, 1}, {1, 3, 1, 7}, {2, 3, 7, 5}, {1, 5, 13, 11}, {3, 4, 8, 8}, {1, 2, 17, 4}
  };

  private final List<OpCase> cases = new ArrayList<>();

  private OpCases() {}

  /** Returns every case. */
  public static List<OpCase> all() {
    OpCases table = new OpCases();
    table.convolutions();
    table.fusedConvolutions();
    table.elementwise();
    table.broadcasts();
    table.joins();
    table.pools();
    table.resizes();
    table.products();
    table.lines();
    table.moves();
    table.reductions();
    return List.copyOf(table.cases);
  }

  private void add(OpCase opCase) {
    cases.add(opCase);
  }

  private static String text(int... dims) {
    return Shape.of(dims).toString();
  }

  /** Adds a convolution without its extras: image (n,c,h,w), o channels out, kernel k. */
  private void conv(int n, int c, int h, int w, int o, int k, int stride, int pad, int dilation) {
    String name =
        "conv " + text(n, c, h, w) + "->" + o + " k" + k + " s" + stride + " p" + pad + " d";
    add(
        OpCase.of(name + dilation, new Op.Conv2d(stride, pad, dilation, false))
            .input(n, c, h, w)
            .parameter(o, c, k, k));
  }

  private void convolutions() {
    conv(1, 1, 1, 1, 1, 1, 1, 0, 1);
    conv(1, 1, 1, 1, 1, 3, 1, 1, 1);
    conv(1, 2, 5, 7, 3, 3, 1, 1, 1);
    conv(2, 3, 7, 5, 4, 3, 1, 1, 1);
    conv(3, 5, 11, 13, 7, 3, 1, 1, 1);
    // Taps that never meet the image.
    conv(1, 2, 3, 4, 3, 3, 1, 8, 8);
    conv(1, 16, 16, 16, 16, 3, 1, 1, 1);
    conv(2, 24, 16, 16, 32, 3, 1, 1, 1);
    conv(1, 17, 9, 33, 19, 3, 1, 1, 1);
    conv(4, 112, 8, 8, 80, 1, 1, 0, 1);
    conv(1, 512, 64, 64, 128, 1, 1, 0, 1);
    conv(1, 4, 6, 6, 5, 3, 1, 0, 1);
    conv(1, 4, 3, 3, 5, 3, 1, 0, 1);
    conv(1, 3, 5, 5, 2, 3, 1, 2, 1);
    conv(1, 3, 16, 16, 8, 3, 2, 1, 1);
    conv(2, 5, 17, 13, 6, 3, 2, 1, 1);
    conv(1, 2, 1, 9, 3, 3, 2, 1, 1);
    conv(1, 3, 10, 10, 4, 3, 2, 0, 1);
    conv(1, 3, 11, 7, 4, 3, 3, 1, 1);
    conv(1, 4, 13, 11, 5, 3, 1, 2, 2);
    conv(1, 4, 16, 16, 5, 3, 1, 4, 4);
    conv(2, 3, 15, 9, 4, 3, 2, 2, 2);
    conv(1, 8, 7, 7, 5, 1, 1, 0, 1);
    conv(2, 7, 5, 3, 16, 1, 1, 0, 1);
    conv(3, 33, 8, 8, 9, 1, 1, 0, 1);
    conv(1, 6, 9, 7, 4, 1, 2, 0, 1);
    conv(1, 2, 4, 4, 3, 1, 1, 1, 1);
    conv(1, 3, 32, 32, 8, 7, 2, 3, 1);
    conv(2, 4, 23, 19, 5, 7, 2, 3, 1);
    conv(1, 2, 6, 7, 3, 2, 1, 0, 1);
    conv(1, 2, 8, 9, 3, 4, 2, 1, 1);
    conv(1, 3, 12, 12, 3, 5, 1, 2, 1);
    add(
        OpCase.of("conv 1x5 kernel", new Op.Conv2d(1, 0, 1, false))
            .input(1, 3, 6, 11)
            .parameter(4, 3, 1, 5));
    add(
        OpCase.of("conv 3x1 kernel padded", new Op.Conv2d(1, 1, 1, false))
            .input(2, 3, 6, 5)
            .parameter(4, 3, 3, 1));
  }

  private void fusedConvolutions() {
    for (Activation activation : Activation.values()) {
      for (int extras = 0; extras < 4; extras++) {
        boolean bias = (extras & 1) != 0;
        boolean residual = (extras & 2) != 0;
        String name = activation + (bias ? " with bias" : "") + (residual ? " with residual" : "");
        OpCase same =
            OpCase.of("conv 3x3 " + name, new Op.Conv2d(1, 1, 1, bias, residual, activation))
                .input(2, 6, 9, 7)
                .parameter(5, 6, 3, 3);
        OpCase strided =
            OpCase.of("conv 3x3 s2 " + name, new Op.Conv2d(2, 1, 1, bias, residual, activation))
                .input(1, 3, 9, 8)
                .parameter(8, 3, 3, 3);
        OpCase point =
            OpCase.of("conv 1x1 " + name, new Op.Conv2d(1, 0, 1, bias, residual, activation))
                .input(3, 7, 4, 5)
                .parameter(10, 7, 1, 1);
        add(withExtras(same, bias, residual, 2, 5, 9, 7));
        add(withExtras(strided, bias, residual, 1, 8, 5, 4));
        add(withExtras(point, bias, residual, 3, 10, 4, 5));
      }
    }
  }

  private static OpCase withExtras(OpCase conv, boolean bias, boolean residual, int... out) {
    OpCase more = bias ? conv.parameter(Fill.NORMAL, out[1]) : conv;
    return residual ? more.input(out) : more;
  }

  private void elementwise() {
    for (int[] dims : new int[][] {{1}, {31}, {3, 7}, {2, 3, 5}, {2, 3, 7, 5}, {2, 1, 3, 2, 5}}) {
      add(OpCase.of("relu " + text(dims), new Op.Relu()).input(dims));
      add(OpCase.of("sigmoid " + text(dims), new Op.Sigmoid()).input(dims));
      add(OpCase.of("affine " + text(dims), new Op.Affine(-1.5f, 0.25f)).input(dims));
      add(
          OpCase.of("logit " + text(dims), new Op.Logit(1e-3f))
              .input(Fill.PROBABILITY, dims)
              .float32Only(1e-5));
    }
    add(
        OpCase.of("sigmoid of large values", new Op.Sigmoid())
            .input(Fill.LARGE, 1, 3, 5, 7)
            .float32Only(1e-5));
    for (int[] dims : IMAGES) {
      int c = dims[1];
      add(
          OpCase.of("batch norm " + text(dims), new Op.BatchNorm(1e-5f))
              .input(dims)
              .parameter(Fill.NORMAL, c)
              .parameter(Fill.NORMAL, c)
              .parameter(Fill.NORMAL, c)
              .parameter(Fill.POSITIVE, c));
    }
  }

  private void broadcast(int[] a, int[] b) {
    String name = text(a) + " and " + text(b);
    add(OpCase.of("add " + name, new Op.Add()).input(a).input(b));
    add(OpCase.of("multiply " + name, new Op.Multiply()).input(a).input(b));
    add(OpCase.of("add weight " + name, new Op.Add()).input(a).parameter(Fill.NORMAL, b));
    add(OpCase.of("multiply weight " + name, new Op.Multiply()).input(a).parameter(Fill.NORMAL, b));
  }

  private void broadcasts() {
    int[] image = {2, 3, 7, 5};
    broadcast(image, image);
    broadcast(image, new int[] {1, 1, 1, 1});
    broadcast(image, new int[] {1, 3, 1, 1});
    broadcast(image, new int[] {2, 1, 1, 1});
    broadcast(image, new int[] {1, 1, 7, 5});
    broadcast(image, new int[] {2, 1, 7, 5});
    broadcast(image, new int[] {1, 1, 7, 1});
    broadcast(image, new int[] {2, 3, 1, 5});
    broadcast(new int[] {11}, new int[] {11});
    broadcast(new int[] {11}, new int[] {1});
    broadcast(new int[] {5, 7}, new int[] {5, 1});
    broadcast(new int[] {5, 7}, new int[] {1, 7});
    broadcast(new int[] {3, 5, 7}, new int[] {1, 5, 7});
    broadcast(new int[] {3, 5, 7}, new int[] {3, 1, 7});
    broadcast(new int[] {2, 3, 2, 3, 2}, new int[] {1, 3, 1, 3, 1});
    broadcast(new int[] {1, 1, 1, 1}, new int[] {1, 1, 1, 1});
  }

  private void joins() {
    for (int axis = 0; axis < 4; axis++) {
      int[][] parts = {{2, 3, 5, 7}, {2, 3, 5, 7}, {2, 3, 5, 7}};
      parts[1][axis] = 1;
      parts[2][axis] = 4;
      add(
          OpCase.of("concat axis " + axis, new Op.Concat(axis))
              .input(parts[0])
              .input(parts[1])
              .input(parts[2]));
      int extent = parts[0][axis];
      add(OpCase.of("slice first, axis " + axis, new Op.Slice(axis, 0, 1)).input(parts[0]));
      add(OpCase.of("slice last, axis " + axis, new Op.Slice(axis, 1, extent)).input(parts[0]));
      add(OpCase.of("slice all, axis " + axis, new Op.Slice(axis, 0, extent)).input(parts[0]));
    }
    add(OpCase.of("concat of one", new Op.Concat(1)).input(1, 3, 2, 2));
    add(OpCase.of("concat with weight", new Op.Concat(0)).input(3, 5).parameter(2, 5));
    add(OpCase.of("concat rank 1", new Op.Concat(0)).input(3).input(5));
    add(OpCase.of("concat rank 2", new Op.Concat(1)).input(3, 2).input(3, 7));
    add(
        OpCase.of("concat 128+128+96+1 channels", new Op.Concat(1))
            .input(1, 128, 4, 4)
            .input(1, 128, 4, 4)
            .input(1, 96, 4, 4)
            .input(1, 1, 4, 4));
    add(OpCase.of("slice rank 1", new Op.Slice(0, 3, 8)).input(11));
    add(OpCase.of("slice rank 2", new Op.Slice(1, 2, 5)).input(3, 7));
    add(OpCase.of("slice rank 3", new Op.Slice(1, 1, 4)).input(3, 5, 7));
  }

  private void pools() {
    for (int[] dims : IMAGES) {
      int side = Math.min(dims[2], dims[3]);
      for (int[] window : new int[][] {{1, 1, 0}, {2, 2, 0}, {3, 2, 1}, {2, 1, 1}, {4, 4, 0}}) {
        int kernel = window[0];
        String name = kernel + "/" + window[1] + "/" + window[2] + " " + text(dims);
        if (side + 2 * window[2] >= kernel) {
          Op max = new Op.MaxPool(kernel, window[1], window[2]);
          add(OpCase.of("max pool " + name, max).input(dims));
        }
        if (side >= kernel && window[2] == 0) {
          Op mean = new Op.AveragePool(kernel, window[1]);
          add(OpCase.of("average pool " + name, mean).input(dims));
        }
      }
      for (int grid : new int[] {1, 2, 3, 6}) {
        Op adaptive = new Op.AdaptiveAveragePool(grid, grid);
        add(OpCase.of("adaptive pool " + grid + " " + text(dims), adaptive).input(dims));
      }
      Op oblong = new Op.AdaptiveAveragePool(2, 3);
      add(OpCase.of("adaptive pool 2x3 " + text(dims), oblong).input(dims));
    }
    add(OpCase.of("average pool 3/2 overlapping", new Op.AveragePool(3, 2)).input(2, 3, 9, 8));
    add(OpCase.of("average pool 2/3 with gaps", new Op.AveragePool(2, 3)).input(1, 3, 9, 11));
    add(OpCase.of("average pool 8", new Op.AveragePool(8, 8)).input(1, 1, 128, 128));
    add(OpCase.of("max pool ties", new Op.MaxPool(3, 1, 1)).input(Fill.TIED, 1, 2, 6, 6));
  }

  private void resizes() {
    int[][] sizes = {{1, 1}, {1, 9}, {2, 2}, {3, 5}, {14, 10}, {13, 17}, {7, 5}, {21, 4}};
    for (boolean bilinear : new boolean[] {true, false}) {
      for (boolean corners : new boolean[] {true, false}) {
        String kind = (bilinear ? "bilinear " : "nearest ") + (corners ? "aligned " : "");
        for (int[] size : sizes) {
          Op op = new Op.Resize(bilinear, size[0], size[1], corners);
          add(OpCase.of("resize " + kind + "to " + text(size), op).input(2, 3, 7, 5));
        }
        Op grow = new Op.Resize(bilinear, 6, 3, corners);
        add(OpCase.of("resize " + kind + "of 1x1", grow).input(1, 2, 1, 1));
        Op twice = new Op.Resize(bilinear, 32, 32, corners);
        add(OpCase.of("resize " + kind + "16 to 32", twice).input(1, 9, 16, 16));
      }
    }
  }

  private void products() {
    int[][] sizes = {{1, 1, 1}, {5, 7, 3}, {16, 32, 48}, {1, 13, 17}, {33, 1, 9}, {64, 48, 129}};
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        String kind = "matmul" + (transposeA ? " A'" : " A") + (transposeB ? "B' " : "B ");
        Op op = new Op.MatMul(transposeA, transposeB);
        for (int[] size : sizes) {
          int[] a = transposeA ? new int[] {size[1], size[0]} : new int[] {size[0], size[1]};
          int[] b = transposeB ? new int[] {size[2], size[1]} : new int[] {size[1], size[2]};
          add(OpCase.of(kind + text(size), op).input(a).input(b));
          add(OpCase.of(kind + "by weight " + text(size), op).input(a).parameter(Fill.NORMAL, b));
          add(OpCase.of(kind + "of weight " + text(size), op).parameter(Fill.NORMAL, a).input(b));
          add(OpCase.of(kind + "3 x " + text(size), op).input(3, a[0], a[1]).input(3, b[0], b[1]));
        }
      }
    }
    for (Activation activation : Activation.values()) {
      for (boolean bias : new boolean[] {true, false}) {
        for (int[] size : new int[][] {{1, 1, 1}, {1, 128, 64}, {3, 7, 5}, {2, 64, 1}}) {
          String name =
              "linear " + activation + (bias ? " with bias " : " ") + text(size[0], size[1]);
          OpCase linear =
              OpCase.of(name + "->" + size[2], new Op.Linear(bias, activation))
                  .input(size[0], size[1])
                  .parameter(size[2], size[1]);
          add(bias ? linear.parameter(Fill.NORMAL, size[2]) : linear);
        }
      }
    }
  }

  /** Operations along the lines of one axis. */
  private void lines() {
    int[][] shapes = {{1}, {37}, {5, 7}, {3, 5, 7}, {2, 3, 7, 5}};
    for (int[] dims : shapes) {
      for (int axis = 0; axis < dims.length; axis++) {
        String where = text(dims) + " axis " + axis;
        add(OpCase.of("softmax " + where, new Op.Softmax(axis)).input(dims));
        add(OpCase.of("L2 normalise " + where, new Op.L2Normalize(axis, 1e-6f)).input(dims));
        add(OpCase.of("arg max " + where, new Op.ArgMax(axis)).input(Fill.DISTINCT, dims));
        add(OpCase.of("arg max ties " + where, new Op.ArgMax(axis)).input(Fill.TIED, dims));
      }
      for (int k : new int[] {1, 2, 5, 50}) {
        String where = k + " of " + text(dims);
        add(OpCase.of("top " + where, new Op.TopK(k)).input(Fill.DISTINCT, dims));
        add(OpCase.of("top ties " + where, new Op.TopK(k)).input(Fill.TIED, dims));
      }
    }
    add(OpCase.of("top 50 of 256", new Op.TopK(50)).input(1, 16, 256).float32Only(0));
    add(OpCase.of("top 3 of masked", new Op.TopK(3)).input(Fill.MASKED, 4, 5).float32Only(0));
    add(OpCase.of("softmax 2x64x256", new Op.Softmax(2)).input(2, 64, 256));
    add(OpCase.of("softmax large", new Op.Softmax(1)).input(Fill.LARGE, 9, 31).float32Only(1e-4));
    add(OpCase.of("softmax masked", new Op.Softmax(1)).input(Fill.MASKED, 9, 31));
    add(OpCase.of("L2 normalise below epsilon", new Op.L2Normalize(1, 100f)).input(2, 5, 3, 3));
    add(OpCase.of("L2 normalise keys", new Op.L2Normalize(1, 1e-8f)).input(1, 48, 16, 16));
  }

  private void moves() {
    add(OpCase.of("reshape 2 to 1", new Op.Reshape(Shape.of(35))).input(5, 7));
    add(OpCase.of("reshape 4 to 2", new Op.Reshape(Shape.of(6, 35))).input(2, 3, 7, 5));
    add(OpCase.of("reshape 4 to 3", new Op.Reshape(Shape.of(2, 3, 35))).input(2, 3, 7, 5));
    add(OpCase.of("reshape 3 to 4", new Op.Reshape(Shape.of(3, 5, 1, 7))).input(3, 5, 7));
    add(OpCase.of("reshape mixes axes", new Op.Reshape(Shape.of(7, 15))).input(3, 5, 7));
    add(OpCase.of("reshape 4 to 5", new Op.Reshape(Shape.of(2, 3, 1, 7, 5))).input(2, 3, 7, 5));
    add(OpCase.of("reshape to itself", new Op.Reshape(Shape.of(2, 3, 7, 5))).input(2, 3, 7, 5));
    add(OpCase.of("transpose 1", new Op.Transpose(List.of(0))).input(7));
    int[][] orders = {
      {0, 1},
      {1, 0},
      {0, 2, 1},
      {1, 0, 2},
      {2, 0, 1},
      {2, 1, 0},
      {1, 2, 0},
      {0, 1, 2, 3},
      {0, 2, 3, 1},
      {0, 3, 1, 2},
      {3, 2, 1, 0},
      {1, 0, 3, 2},
      {0, 1, 3, 2},
      {4, 0, 3, 1, 2}
    };
    int[] extents = {2, 3, 7, 5, 4};
    for (int[] order : orders) {
      List<Integer> boxed = java.util.Arrays.stream(order).boxed().toList();
      int[] dims = java.util.Arrays.copyOf(extents, order.length);
      add(OpCase.of("transpose " + boxed, new Op.Transpose(boxed)).input(dims));
    }
  }

  private void reductions() {
    for (Reduction reduction : Reduction.values()) {
      int[][] axes = {{0}, {1}, {2}, {3}, {2, 3}, {3, 2}, {1, 2, 3}, {0, 1, 2, 3}, {0, 2}, {1, 3}};
      for (int[] some : axes) {
        List<Integer> boxed = java.util.Arrays.stream(some).boxed().toList();
        Op op = new Op.Reduce(reduction, boxed);
        add(OpCase.of("reduce " + reduction + " " + boxed, op).input(2, 3, 7, 5));
      }
      add(OpCase.of("reduce " + reduction + " 1", new Op.Reduce(reduction, List.of(0))).input(1));
      add(
          OpCase.of("reduce " + reduction + " rank 2", new Op.Reduce(reduction, List.of(1)))
              .input(3, 31));
      add(
          OpCase.of("reduce " + reduction + " rank 3", new Op.Reduce(reduction, List.of(1)))
              .input(4, 13, 6));
    }
  }
}
