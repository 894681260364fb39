package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/**
 * Convolutions in 8 bits against whole numbers in Java. All scales are powers of two, so that
 * results are equal to the last bit: a sum that does not fit 16 bits, a rounding the other way or a
 * residual in another unit would show.
 */
class IntegerConvolutionTest {
  private static final int CHANNELS = 24;
  private static final int SIDE = 7;
  private static final int PLANE = SIDE * SIDE;

  /** What 1 stands for in images. */
  private static final float UNIT = 1f / 32;

  private static final Shape KERNEL = Shape.of(CHANNELS, CHANNELS, 3, 3);

  private final long seed = Long.getLong("mem3d.seed", 20261130L);
  private final Random random = new Random(seed);

  @BeforeEach
  void onlyWhereTheyAreComputed() {
    assumeTrue(DnnlEngine.computes(DType.I8), "no fast products of 8 bits on this processor");
    System.out.println("seed " + seed);
  }

  /** Weights of 8 bits times a power of two, the largest of each channel being the largest. */
  private float[] weights(boolean even, boolean extreme) {
    int largest = even ? 63 : 127;
    float[] weights = new float[KERNEL.elements()];
    for (int i = 0; i < weights.length; i++) {
      boolean first = i % (weights.length / CHANNELS) == 0;
      int number = first || extreme ? largest : random.nextInt(2 * largest + 1) - largest;
      weights[i] = (random.nextBoolean() && !extreme ? -number : number) / 128f;
    }
    return weights;
  }

  private float[] bias() {
    float[] bias = new float[CHANNELS];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (random.nextInt(200) - 100) / 4f;
    }
    return bias;
  }

  /** Values of which some lie between two numbers, and some beyond the largest. */
  private float[] image(boolean negative, boolean extreme) {
    float[] image = new float[CHANNELS * PLANE];
    for (int i = 0; i < image.length; i++) {
      float value = extreme ? 200 : (random.nextInt(600) - (negative ? 300 : 0)) / 2f;
      image[i] = value * UNIT;
    }
    return image;
  }

  /** Rounds to whole numbers, halves to even ones, as the processor does. */
  private static int[] rounded(float[] values, float unit) {
    int[] numbers = new int[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) Math.max(-128, Math.min(127, Math.rint(values[i] / unit)));
    }
    return numbers;
  }

  /** A convolution of whole numbers, and what becomes of it in float32. */
  private static float[] convolve(
      int[] image, float[] weights, float[] bias, float[] residual, boolean relu) {
    float[] result = new float[CHANNELS * PLANE];
    for (int o = 0; o < CHANNELS; o++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          long sum = 0;
          for (int c = 0; c < CHANNELS; c++) {
            for (int dy = -1; dy <= 1; dy++) {
              for (int dx = -1; dx <= 1; dx++) {
                boolean inside = y + dy >= 0 && y + dy < SIDE && x + dx >= 0 && x + dx < SIDE;
                int weight =
                    Math.round(128 * weights[((o * CHANNELS + c) * 3 + dy + 1) * 3 + dx + 1]);
                sum += inside ? weight * image[(c * SIDE + y + dy) * SIDE + x + dx] : 0;
              }
            }
          }
          int at = (o * SIDE + y) * SIDE + x;
          float value = sum * UNIT / 128 + bias[o] + (residual == null ? 0 : residual[at]);
          result[at] = relu ? Math.max(0, value) : value;
        }
      }
    }
    return result;
  }

  private static float[] times(int[] numbers, float unit) {
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i] * unit;
    }
    return values;
  }

  private static Node conv(GraphBuilder g, Node x, String name, boolean relu, Node... residual) {
    Node weight = g.parameter(name + ".weight", KERNEL.dims());
    Node bias = g.parameter(name + ".bias", CHANNELS);
    Op.Activation activation = relu ? Op.Activation.RELU : Op.Activation.NONE;
    Op.Conv2d op = new Op.Conv2d(1, 1, 1, true, residual.length > 0, activation);
    return g.add(
        name,
        op,
        residual.length > 0 ? List.of(x, weight, bias, residual[0]) : List.of(x, weight, bias));
  }

  private static MapWeights put(MapWeights all, String name, float[] weights, float[] bias) {
    all.put(name + ".weight", KERNEL, weights);
    all.put(name + ".bias", Shape.of(CHANNELS), bias);
    return all;
  }

  /** Compiles in 8 bits; checks how many convolutions are, and how many results are held so. */
  private static float[] run(
      TensorGraph graph, MapWeights weights, float[] image, int convolutions, int held) {
    Map<String, Float> ranges = new java.util.HashMap<>();
    graph.parameters().forEach(node -> ranges.put(node.name(), 127 * UNIT));
    CompileOptions options = new CompileOptions(DType.I8).withInputRanges(ranges);
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        GraphExecution execution = new GraphExecution(backend, graph, weights, options)) {
      List<String> steps =
          execution
              .compiled()
              .describe()
              .lines()
              .filter(line -> line.contains("(8 bits)"))
              .toList();
      assertThat(steps).hasSize(convolutions);
      assertThat(steps.stream().filter(line -> line.contains("-> I8"))).hasSize(held);
      return execution.run(Map.of("x", image)).get("y");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, false", "false, true"})
  void sumsAreExact(boolean negative, boolean extreme) {
    GraphBuilder g = new GraphBuilder("one");
    Node x = g.input("x", 1, CHANNELS, SIDE, SIDE);
    g.output("y", conv(g, negative ? x : g.relu(x), "a", false));
    float[] image = image(negative, extreme);
    float[] weights = weights(negative, extreme);
    float[] bias = bias();
    float[] expected = convolve(rounded(image, UNIT), weights, bias, null, false);
    assertThat(run(g.build(), put(new MapWeights(), "a", weights, bias), image, 1, 0))
        .isEqualTo(expected);
  }

  /** Between convolutions values stay in 8 bits, and a residual is added from there. */
  @Test
  void resultsAreRoundedBetweenThem() {
    GraphBuilder g = new GraphBuilder("block");
    Node x = g.relu(g.input("x", 1, CHANNELS, SIDE, SIDE));
    Node first = conv(g, x, "a", true);
    Node middle = conv(g, first, "b", true);
    Node sum = conv(g, middle, "c", true, first);
    g.output("y", conv(g, sum, "d", false, sum));
    float[] image = image(false, false);
    MapWeights all = new MapWeights();
    float[] bias = bias();
    float[][] weights = new float[4][];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights(false, false);
      put(all, List.of("a", "b", "c", "d").get(i), weights[i], bias);
    }
    int[] one = rounded(convolve(rounded(image, UNIT), weights[0], bias, null, true), UNIT);
    int[] two = rounded(convolve(one, weights[1], bias, null, true), UNIT);
    float[] kept = times(one, UNIT);
    int[] three = rounded(convolve(two, weights[2], bias, kept, true), UNIT);
    float[] expected = convolve(three, weights[3], bias, times(three, UNIT), false);
    assertThat(run(g.build(), all, image, 4, 3)).isEqualTo(expected);
  }

  /** Images are joined in 8 bits; one that is handed out is not. */
  @Test
  void joinedImagesAreRoundedOnTheWay() {
    GraphBuilder g = new GraphBuilder("joined");
    Node x = g.relu(g.input("x", 1, CHANNELS, SIDE, SIDE));
    Node first = conv(g, x, "a", true);
    Node joined = g.concatChannels(first, x);
    Shape kernel = Shape.of(CHANNELS, 2 * CHANNELS, 3, 3);
    Node weight = g.parameter("b.weight", kernel.dims());
    g.output("y", g.add(new Op.Conv2d(1, 1, 1, false), joined, weight));
    float[] image = image(false, false);
    float[] own = weights(false, false);
    float[] bias = bias();
    float[] half = weights(false, false);
    float[] wide = new float[kernel.elements()];
    int row = CHANNELS * 9;
    for (int o = 0; o < CHANNELS; o++) {
      System.arraycopy(half, o * row, wide, 2 * o * row, row);
      System.arraycopy(half, o * row, wide, (2 * o + 1) * row, row);
    }
    MapWeights all = put(new MapWeights(), "a", own, bias);
    all.put("b.weight", kernel, wide);
    int[] given = rounded(image, UNIT);
    int[] one = rounded(convolve(given, own, bias, null, true), UNIT);
    int[] both = new int[given.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = one[i] + given[i];
    }
    float[] none = new float[CHANNELS];
    assertThat(run(g.build(), all, image, 2, 1)).isEqualTo(convolve(both, half, none, null, false));
  }

  @Test
  void withoutARangeAConvolutionIsFloat32() {
    GraphBuilder g = new GraphBuilder("one");
    g.output("y", conv(g, g.input("x", 1, CHANNELS, SIDE, SIDE), "a", false));
    TensorGraph graph = g.build();
    float[] image = image(true, false);
    MapWeights weights = put(new MapWeights(), "a", weights(true, false), bias());
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        GraphExecution execution =
            new GraphExecution(backend, graph, weights, new CompileOptions(DType.I8))) {
      assertThat(execution.compiled().describe()).doesNotContain("(8 bits)");
      assertThat(execution.run(Map.of("x", image)))
          .usingRecursiveComparison()
          .isEqualTo(GraphExecution.once(backend, graph, weights, Map.of("x", image)));
    }
  }
}
