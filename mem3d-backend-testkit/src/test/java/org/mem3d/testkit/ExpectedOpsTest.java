package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** The oracle itself, against values worked out by hand. */
class ExpectedOpsTest {
  private final List<Shape> shapes = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();

  private ExpectedOpsTest given(Shape shape, double... data) {
    shapes.add(shape);
    values.add(data);
    return this;
  }

  private double[] evaluate(Op op) {
    return ExpectedOps.evaluate(op, shapes, values, op.infer(shapes));
  }

  private static void assertClose(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, within(1e-9));
  }

  @Test
  void convolutionSlidesItsKernelWithoutMirroringIt() {
    given(Shape.of(1, 1, 1, 4), 1, 2, 3, 4).given(Shape.of(1, 1, 1, 2), 10, 1);
    assertClose(evaluate(new Op.Conv2d(1, 0, 1, false)), 12, 23, 34);
  }

  @Test
  void convolutionPadsStridesDilatesAndAddsBias() {
    given(Shape.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9)
        .given(Shape.of(1, 1, 3, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1)
        .given(Shape.of(1), 100);
    assertClose(evaluate(new Op.Conv2d(2, 1, 1, true)), 112, 116, 124, 128);
    assertClose(evaluate(new Op.Conv2d(2, 2, 2, true)), 120, 120, 120, 120);
  }

  @Test
  void nearestAndBilinearResizesFollowTheirConventions() {
    given(Shape.of(1, 1, 1, 2), 0, 4);
    assertClose(evaluate(new Op.Resize(true, 1, 4, false)), 0, 1, 3, 4);
    assertClose(evaluate(new Op.Resize(true, 1, 5, true)), 0, 1, 2, 3, 4);
    assertClose(evaluate(new Op.Resize(false, 1, 5, false)), 0, 0, 0, 4, 4);
    assertClose(evaluate(new Op.Resize(false, 1, 4, true)), 0, 0, 4, 4);
    assertClose(evaluate(new Op.Resize(true, 1, 1, true)), 0);
  }

  @Test
  void adaptivePoolCellsOverlapWhereTheGridDoesNotFit() {
    given(Shape.of(1, 1, 1, 5), 1, 2, 3, 4, 5);
    assertClose(evaluate(new Op.AdaptiveAveragePool(1, 3)), 1.5, 3, 4.5);
  }

  @Test
  void topKKeepsTheFirstOfEqualValues() {
    given(Shape.of(1, 4), 2, 5, 2, 2);
    double none = Double.NEGATIVE_INFINITY;
    assertThat(evaluate(new Op.TopK(2))).containsExactly(2, 5, none, none);
    assertThat(evaluate(new Op.ArgMax(1))).containsExactly(1);
  }

  @Test
  void batchNormTakesScaleShiftMeanVariance() {
    given(Shape.of(1, 1, 1, 1), 7)
        .given(Shape.of(1), 3)
        .given(Shape.of(1), 10)
        .given(Shape.of(1), 1)
        .given(Shape.of(1), 4);
    assertClose(evaluate(new Op.BatchNorm(0)), 19);
  }

  @Test
  void matrixProductsTransposeWhatTheySay() {
    given(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).given(Shape.of(2, 3), 1, 0, 1, 0, 1, 0);
    assertClose(evaluate(new Op.MatMul(false, true)), 4, 2, 10, 5);
    assertClose(evaluate(new Op.MatMul(true, false)), 1, 4, 1, 2, 5, 2, 3, 6, 3);
  }

  @Test
  void transposeTakesAxisFromOrder() {
    given(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);
    assertClose(evaluate(new Op.Transpose(List.of(2, 0, 1))), 1, 4, 2, 5, 3, 6);
  }

  @Test
  void softmaxOfMaskedValuesGivesThemNothing() {
    given(Shape.of(1, 3), 1, Double.NEGATIVE_INFINITY, 1);
    assertClose(evaluate(new Op.Softmax(1)), 0.5, 0, 0.5);
  }

  @Test
  void reductionsJoinWholeAxes() {
    given(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertClose(evaluate(new Op.Reduce(Op.Reduction.SUM, List.of(0))), 5, 7, 9);
    assertClose(evaluate(new Op.Reduce(Op.Reduction.MEAN, List.of(1))), 2, 5);
    assertClose(evaluate(new Op.Reduce(Op.Reduction.MAX, List.of(0, 1))), 6);
  }

  @Test
  void relativeErrorSeesWhatDiffers() {
    double[] expected = {3, 4};
    assertThat(RelativeError.of(expected, new float[] {3, 4.5f})).isEqualTo(0.1);
    assertThat(RelativeError.of(expected, new float[] {3, Float.NaN})).isInfinite();
    assertThat(RelativeError.of(expected, new float[] {3})).isInfinite();
    assertThat(RelativeError.of(new double[2], new float[2])).isZero();
    float[] wrong = new float[2];
    Arrays.fill(wrong, 4);
    assertThatThrownBy(() -> RelativeError.check("thing", expected, wrong, 0.1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("thing")
        .hasMessageContaining("worst at 0");
  }
}
