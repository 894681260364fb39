package org.mem3d.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

/**
 * The table of small whole networks that every backend computes: what memory planning, layouts and
 * fusion may get wrong although each operation alone is right.
 */
public final class GraphCases {
  private GraphCases() {}

  /** Returns every case. */
  public static List<GraphCase> all() {
    List<GraphCase> cases = new ArrayList<>();
    cases.add(new GraphCase("residual chain", residualChain()));
    cases.add(new GraphCase("input is output", inputIsOutput()));
    cases.add(new GraphCase("parameter is output", parameterIsOutput()));
    cases.add(new GraphCase("one node under two names", twoNames()));
    cases.add(new GraphCase("a node used twice", usedTwice()));
    cases.add(new GraphCase("shared weights", sharedWeights()));
    cases.add(new GraphCase("views of outputs", views()));
    cases.add(new GraphCase("long lives", longLives()));
    cases.add(new GraphCase("dead nodes", deadNodes()));
    cases.add(new GraphCase("weights alone", weightsAlone()));
    cases.add(wholeNetwork("small memory network", 1));
    cases.add(wholeNetwork("small memory network, batch of 3", 3));
    cases.add(
        new GraphCase(
            "memory read of the 3 nearest", memoryRead(), Map.of(), Map.of(DType.F32, 1e-5)));
    cases.add(new GraphCase("quality head", qualityHead()));
    return List.copyOf(cases);
  }

  /** Returns the case with the most nodes: a small memory network, whole. */
  public static GraphCase largest() {
    return all().stream()
        .max(Comparator.comparingInt(graphCase -> graphCase.graph().nodes().size()))
        .orElseThrow();
  }

  /** Residual blocks whose inner values are outputs as well. */
  static TensorGraph residualChain() {
    GraphBuilder g = new GraphBuilder("residual-chain");
    Node x = g.input("x", 1, 6, 9, 7);
    Node first = g.relu(g.conv(x, "first", 6, 3));
    Node second = g.relu(g.add(first, g.conv(first, "second", 6, 3)));
    Op fused = new Op.Conv2d(1, 1, 1, false, true, Activation.RELU);
    Node third = g.add("third", fused, List.of(second, g.parameter("w3", 6, 6, 3, 3), second));
    Node fourth = g.add("fourth", fused, List.of(third, g.parameter("w4", 6, 6, 3, 3), first));
    return g.output("first", first)
        .output("third", third)
        .output("fourth", fourth)
        .output("second", second)
        .build();
  }

  static TensorGraph inputIsOutput() {
    GraphBuilder g = new GraphBuilder("input-is-output");
    Node x = g.input("x", 2, 3, 5, 4);
    return g.output("same", x).output("clipped", g.relu(x)).build();
  }

  static TensorGraph parameterIsOutput() {
    GraphBuilder g = new GraphBuilder("parameter-is-output");
    Node x = g.input("x", 3, 4);
    Node bias = g.parameter("bias", 3, 4);
    return g.output("bias", bias).output("sum", g.add(x, bias)).build();
  }

  static TensorGraph twoNames() {
    GraphBuilder g = new GraphBuilder("two-names");
    Node x = g.input("x", 1, 3, 6, 6);
    Node y = g.conv(x, "conv", 4, 3);
    return g.output("one", y).output("other", y).output("after", g.sigmoid(y)).build();
  }

  static TensorGraph usedTwice() {
    GraphBuilder g = new GraphBuilder("used-twice");
    Node x = g.input("x", 1, 4, 5, 5);
    Node y = g.conv(x, "conv", 4, 3);
    Node twice = g.concatChannels(y, y, x, y);
    Node square = g.multiply(y, y);
    Node product = g.matmul(g.reshape(y, 4, 25), g.reshape(y, 4, 25), false, true);
    return g.output("concat", twice)
        .output("sum", g.add(square, square))
        .output("product", product)
        .build();
  }

  /** One kernel applied to two images of different sizes, and to its own result. */
  static TensorGraph sharedWeights() {
    GraphBuilder g = new GraphBuilder("shared-weights");
    Node a = g.conv(g.input("a", 1, 4, 8, 8), "conv", 4, 3);
    Node weight = g.parameter("conv.weight", 4, 4, 3, 3);
    Node bias = g.parameter("conv.bias", 4);
    Op op = new Op.Conv2d(1, 1, 1, true);
    Node b = g.add("again", op, List.of(g.input("b", 2, 4, 5, 7), weight, bias));
    Node deeper = g.add("deeper", op, List.of(a, weight, bias));
    return g.output("a", a).output("b", b).output("deeper", deeper).build();
  }

  /** Reshapes, slices and transposes of values that are outputs, inputs or changed later. */
  static TensorGraph views() {
    GraphBuilder g = new GraphBuilder("views");
    Node x = g.input("x", 2, 4, 6, 5);
    Node flat = g.reshape(x, 2, 120);
    Node y = g.convNoBias(x, "conv", 3, 3, 1);
    Node rows = g.reshape(y, 2, 3, 30);
    Node turned = g.transpose(rows, 0, 2, 1);
    Node part = g.add(new Op.Slice(2, 1, 3), turned);
    Node back = g.reshape(g.transpose(turned, 0, 2, 1), 2, 3, 6, 5);
    return g.output("flat", flat)
        .output("rows", rows)
        .output("relu", g.relu(y))
        .output("part", part)
        .output("back", g.affine(back, 2, 1))
        .build();
  }

  /** Early values that are read again at the very end, while many buffers come and go. */
  static TensorGraph longLives() {
    GraphBuilder g = new GraphBuilder("long-lives");
    Node x = g.input("x", 1, 8, 12, 12);
    Node early = g.relu(g.convNoBias(x, "early", 8, 3, 1));
    Node at = early;
    for (int depth = 0; depth < 5; depth++) {
      at = g.relu(g.convNoBias(at, "down" + depth, 8 - depth, 3, depth % 2 + 1));
      at = g.upsample(at, depth % 2 + 1);
    }
    Node joined = g.concatChannels(at, early, x);
    return g.output("y", g.conv(joined, "last", 3, 1)).build();
  }

  static TensorGraph deadNodes() {
    GraphBuilder g = new GraphBuilder("dead-nodes");
    Node x = g.input("x", 1, 3, 4, 4);
    g.relu(g.conv(x, "unused", 3, 3));
    Node y = g.affine(x, 3, -1);
    g.sigmoid(y);
    return g.output("y", y).build();
  }

  static TensorGraph weightsAlone() {
    GraphBuilder g = new GraphBuilder("weights-alone");
    Node x = g.input("x", 2, 3);
    Node table = g.add(new Op.Softmax(1), g.parameter("table", 2, 3));
    return g.output("y", g.multiply(x, table)).output("table", table).build();
  }

  /** An encoder with strides and batch norms, a read of two memories, and a decoder with skips. */
  static GraphCase wholeNetwork(String name, int batch) {
    GraphBuilder g = new GraphBuilder("small-network");
    Node slice = g.input("slice", batch, 2, 32, 32);
    Node half = block(g, slice, "half", 8, 2);
    Node quarter = block(g, half, "quarter", 12, 2);
    Node key = g.add(new Op.L2Normalize(1, 1e-6f), g.conv(quarter, "key", 6, 3));
    Node queries = g.reshape(key, batch, 6, 64);
    Node memoryKeys = g.input("memoryKeys", batch, 6, 128);
    Node memoryValues = g.input("memoryValues", batch, 10, 128);
    Node affinity = g.affine(g.matmul(queries, memoryKeys, true, false), 15, 0);
    Node weights = g.add(new Op.Softmax(2), affinity);
    Node read = g.reshape(g.matmul(memoryValues, weights, false, true), batch, 10, 8, 8);
    Node best = g.reshape(g.reduce(affinity, Op.Reduction.MAX, 2), batch, 1, 8, 8);
    Node mask = g.input("mask", batch, 1, 32, 32);
    Node merged = g.concatChannels(read, quarter, g.averagePool(mask, 4), best);
    Node decoded = block(g, merged, "decoded", 12, 1);
    Node up = g.upsample(g.conv(decoded, "up", 8, 1), 2);
    Node skip = block(g, g.concatChannels(up, half, g.maxPool(mask, 2)), "skip", 8, 1);
    Node logits = g.upsample(g.conv(skip, "out", 1, 3), 2);
    g.output("key", key).output("logits", logits).output("probability", g.sigmoid(logits));
    Map<DType, Double> tolerances =
        Map.of(DType.F32, 2e-5, DType.BF16, 5e-2, DType.F16, 6e-3, DType.I8, 1e-1);
    return new GraphCase(name, g.build(), Map.of("mask", Fill.PROBABILITY), tolerances);
  }

  private static Node block(GraphBuilder g, Node x, String name, int channels, int stride) {
    Node conv = g.convNoBias(x, name + ".conv", channels, 3, stride);
    Node down = g.relu(g.batchNorm(conv, name + ".norm", 1e-5f));
    Node inner = g.convNoBias(down, name + ".res.conv", channels, 3, 1);
    return g.relu(g.add(down, g.batchNorm(inner, name + ".res.norm", 1e-5f)));
  }

  static TensorGraph memoryRead() {
    GraphBuilder g = new GraphBuilder("memory-read");
    Node queries = g.input("queries", 1, 25, 6);
    Node keys = g.input("keys", 1, 50, 6);
    Node values = g.input("values", 1, 50, 9);
    Node near = g.add(new Op.TopK(3), g.matmul(queries, keys, false, true));
    Node weights = g.add(new Op.Softmax(2), near);
    return g.output("read", g.matmul(weights, values, false, false)).output("near", near).build();
  }

  static TensorGraph qualityHead() {
    GraphBuilder g = new GraphBuilder("quality-head");
    Node x = g.input("x", 2, 7, 9, 9);
    Node features = g.relu(g.conv(x, "conv", 5, 3));
    Node mean = g.reduce(features, Op.Reduction.MEAN, 2, 3);
    Node max = g.reduce(features, Op.Reduction.MAX, 2, 3);
    Node pooled = g.reshape(g.concatChannels(mean, max), 2, 10);
    Node hidden = g.relu(g.linear(pooled, "fc1", 8));
    Node grid = g.add(new Op.AdaptiveAveragePool(2, 3), features);
    Node wide = g.add(new Op.Resize(true, 9, 9, true), grid);
    return g.output("quality", g.sigmoid(g.linear(hidden, "fc2", 1)))
        .output("pyramid", g.concatChannels(features, wide))
        .output("flat", g.add(new Op.Reshape(Shape.of(2, 30)), grid))
        .build();
  }
}
