package org.mem3d.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes that operations give, and those that they refuse. */
class OpInferTest {
  private static Shape s(Integer... dims) {
    return Shape.of(Arrays.stream(dims).mapToInt(Integer::intValue).toArray());
  }

  static Stream<Arguments> results() {
    Shape image = s(2, 3, 10, 8);
    return Stream.of(
        arguments(new Op.Conv2d(1, 1, 1, false), List.of(image, s(5, 3, 3, 3)), s(2, 5, 10, 8)),
        arguments(new Op.Conv2d(2, 1, 1, true), List.of(image, s(5, 3, 3, 3), s(5)), s(2, 5, 5, 4)),
        arguments(new Op.Conv2d(1, 0, 3, false), List.of(image, s(1, 3, 3, 3)), s(2, 1, 4, 2)),
        arguments(new Op.MaxPool(3, 2, 1), List.of(image), s(2, 3, 5, 4)),
        arguments(new Op.AveragePool(4, 4), List.of(image), s(2, 3, 2, 2)),
        arguments(new Op.AdaptiveAveragePool(6, 1), List.of(image), s(2, 3, 6, 1)),
        arguments(new Op.Resize(true, 5, 40, false), List.of(image), s(2, 3, 5, 40)),
        arguments(new Op.Concat(1), List.of(image, s(2, 4, 10, 8)), s(2, 7, 10, 8)),
        arguments(new Op.Slice(3, 2, 7), List.of(image), s(2, 3, 10, 5)),
        arguments(new Op.Add(), List.of(image, s(1, 3, 1, 8)), image),
        arguments(new Op.MatMul(true, false), List.of(s(4, 2, 5), s(4, 2, 3)), s(4, 5, 3)),
        arguments(new Op.MatMul(false, true), List.of(s(2, 5), s(7, 5)), s(2, 7)),
        arguments(new Op.Reshape(s(6, 80)), List.of(image), s(6, 80)),
        arguments(new Op.Transpose(List.of(3, 0, 2, 1)), List.of(image), s(8, 2, 10, 3)),
        arguments(new Op.Reduce(Op.Reduction.MEAN, List.of(2, 3)), List.of(image), s(2, 3, 1, 1)),
        arguments(new Op.ArgMax(1), List.of(image), s(2, 1, 10, 8)),
        arguments(
            new Op.Linear(true, Op.Activation.NONE), List.of(s(2, 6), s(4, 6), s(4)), s(2, 4)));
  }

  @ParameterizedTest
  @MethodSource("results")
  void shapesFollow(Op op, List<Shape> inputs, Shape expected) {
    assertThat(op.infer(inputs)).isEqualTo(expected);
    assertThat(op.flops(inputs, expected)).isNotNegative();
  }

  static Stream<Arguments> refusals() {
    Shape image = s(2, 3, 10, 8);
    return Stream.of(
        arguments(new Op.Conv2d(1, 1, 1, false), List.of(image), "takes 2 inputs, not 1"),
        arguments(new Op.Conv2d(1, 1, 1, false), List.of(image, s(5, 4, 3, 3)), "5x4x3x3"),
        arguments(new Op.Conv2d(1, 1, 1, false), List.of(s(3, 10), s(5, 3, 3, 3)), "rank 4"),
        arguments(new Op.Conv2d(1, 1, 1, true), List.of(image, s(5, 3, 3, 3), s(4)), "bias"),
        arguments(new Op.Conv2d(1, 0, 1, false), List.of(image, s(5, 3, 11, 11)), "smaller than"),
        arguments(new Op.Conv2d(0, 1, 1, false), List.of(image, s(5, 3, 3, 3)), "positive steps"),
        arguments(
            new Op.Conv2d(1, 1, 1, false, true, Op.Activation.RELU),
            List.of(image, s(5, 3, 3, 3), image),
            "residual"),
        arguments(new Op.BatchNorm(1e-5f), List.of(image, s(3), s(3), s(4), s(3)), "statistics"),
        arguments(new Op.Add(), List.of(image, s(3, 10, 8)), "equal ranks"),
        arguments(new Op.Multiply(), List.of(image, s(2, 3, 5, 8)), "2x3x5x8"),
        arguments(new Op.Concat(1), List.of(image, s(2, 3, 9, 8)), "2x3x9x8"),
        arguments(new Op.Concat(4), List.of(image, image), "axis 4"),
        arguments(new Op.Concat(0), List.of(), "at least one input"),
        arguments(new Op.Slice(1, 1, 4), List.of(image), "1..4"),
        arguments(new Op.Slice(1, 2, 2), List.of(image), "2..2"),
        arguments(new Op.MaxPool(3, 2, 2), List.of(image), "half the kernel"),
        arguments(new Op.AveragePool(11, 1), List.of(image), "2x3x10x8"),
        arguments(new Op.AdaptiveAveragePool(0, 2), List.of(image), "1x1"),
        arguments(new Op.Resize(true, 0, 2, false), List.of(image), "positive size"),
        arguments(new Op.MatMul(false, false), List.of(s(2, 3), s(2, 3)), "inner extent"),
        arguments(new Op.MatMul(false, false), List.of(s(2, 3), s(1, 3, 2)), "ranks of 2 or 3"),
        arguments(new Op.MatMul(false, false), List.of(s(2, 4, 3), s(3, 3, 4)), "batch"),
        arguments(new Op.Softmax(4), List.of(image), "axis 4"),
        arguments(new Op.L2Normalize(-1, 1e-6f), List.of(image), "axis -1"),
        arguments(new Op.TopK(0), List.of(image), "at least 1"),
        arguments(new Op.Reshape(s(7, 7)), List.of(image), "7x7"),
        arguments(new Op.Transpose(List.of(0, 1, 2)), List.of(image), "permutation"),
        arguments(new Op.Transpose(List.of(0, 1, 1, 2)), List.of(image), "permutation"),
        arguments(new Op.Reduce(Op.Reduction.SUM, List.of()), List.of(image), "at least one"),
        arguments(new Op.Reduce(Op.Reduction.SUM, List.of(5)), List.of(image), "axis 5"),
        arguments(new Op.ArgMax(4), List.of(image), "axis 4"),
        arguments(new Op.Linear(false, Op.Activation.NONE), List.of(s(2, 6), s(4, 5)), "features"),
        arguments(new Op.Relu(), List.of(image, image), "takes 1 inputs, not 2"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shapesThatDoNotFitAreNamed(Op op, List<Shape> inputs, String message) {
    assertThatThrownBy(() -> op.infer(inputs))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(op.kind());
  }

  @Test
  void shapesHaveOneToFivePositiveExtents() {
    assertThat(s(2, 3).with(-1, 7)).isEqualTo(s(2, 7)).hasSameHashCodeAs(s(2, 7));
    assertThat(s(2, 3, 4).dim(-2)).isEqualTo(3);
    assertThat(s(2, 3, 4)).hasToString("2x3x4");
    assertThat(s(2, 3, 4).elements()).isEqualTo(24);
    int[] dims = {4, 5};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    assertThat(shape).isEqualTo(s(4, 5));
    for (int[] wrong : new int[][] {{}, {1, 1, 1, 1, 1, 1}, {3, 0}, {-2}, {65536, 65536}}) {
      assertThatThrownBy(() -> Shape.of(wrong)).isInstanceOf(GraphException.class);
    }
  }
}
