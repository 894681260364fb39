package org.mem3d.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;

/** Weights in one piece of memory, and their gradients. */
@SuppressWarnings("try")
class ParameterSetTest {
  private static final Shape KERNEL = Shape.of(3, 2, 2, 2);

  private static float[] counting(int length, float first) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = first + i;
    }
    return values;
  }

  private static ParameterSet parameters() {
    return new ParameterSet(
        new MapWeights()
            .put("norm.running_mean", Shape.of(3), new float[] {7, 8, 9})
            .put("kernel", KERNEL, counting(24, 100))
            .put("bias", Shape.of(3), new float[] {1, 2, 3}),
        "cpu");
  }

  @Test
  void tensorsAreReadAndWrittenByNameAndAllAtOnce() {
    try (ParameterSet parameters = parameters()) {
      ParameterLayout layout = parameters.layout();
      assertThat(parameters.names()).containsExactly("norm.running_mean", "kernel", "bias");
      assertThat(parameters.trained()).containsExactly("kernel", "bias");
      assertThat(parameters.values("kernel")).containsExactly(counting(24, 100));
      float[] all = parameters.all();
      assertThat(layout.rows("kernel", all)).containsExactly(counting(24, 100));
      assertThat(layout.rows("norm.running_mean", all)).containsExactly(7, 8, 9);
      assertThat(layout.start("norm.running_mean")).isGreaterThanOrEqualTo(layout.trainedLength());

      layout.put("kernel", counting(24, -5), all);
      layout.put("norm.running_mean", new float[3], all);
      parameters.setTrained(all);
      assertThat(parameters.values("kernel")).containsExactly(counting(24, -5));
      assertThat(parameters.values("norm.running_mean")).containsExactly(7, 8, 9);
      parameters.setValues("bias", new float[] {4, 5, 6});
      assertThat(layout.rows("bias", parameters.all())).containsExactly(4, 5, 6);
      assertThatThrownBy(() -> layout.put("kernel", new float[23], all))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'kernel'");
      assertThatThrownBy(() -> layout.rows("kernels", all))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'kernels'");
    }
  }

  /** Adds the slopes 0, 2, 4 and so on of a tensor, row by row. */
  private static void backward(ParameterSet parameters, String name) {
    Shape shape = parameters.shape(name);
    try (PointerScope scope = new PointerScope()) {
      float[] slopes = counting(shape.elements(), 0);
      Tensor factors = parameters.constant(shape, slopes);
      parameters
          .tensor(name)
          .mul(factors)
          .sum()
          .add(parameters.tensor(name).mul(factors).sum())
          .backward();
    }
  }

  private static float[] doubled(int length) {
    float[] slopes = counting(length, 0);
    for (int i = 0; i < length; i++) {
      slopes[i] *= 2;
    }
    return slopes;
  }

  @Test
  void gradientsAreTakenOnceFromBeforeAndAfterTheyLieTogether() {
    try (ParameterSet parameters = parameters()) {
      ParameterLayout layout = parameters.layout();
      backward(parameters, "kernel");
      for (int step = 0; step < 3; step++) {
        float[] taken = parameters.takeGradients();
        assertThat(taken).hasSize(layout.trainedLength());
        assertThat(layout.rows("kernel", taken)).containsExactly(doubled(24));
        assertThat(layout.rows("bias", taken)).containsExactly(0, 0, 0);
        assertThat(parameters.takeGradients()).containsOnly(0);
        backward(parameters, "kernel");
        assertThat(ParameterSet.read(parameters.tensor("kernel").grad()))
            .containsExactly(doubled(24));
      }
    }
  }

  @Test
  void statisticsMayMoveBetweenForwardAndBackward() {
    try (ParameterSet parameters = parameters();
        PointerScope scope = new PointerScope()) {
      Tensor square = parameters.tensor("bias").mul(parameters.tensor("bias")).sum();
      parameters.setValues("norm.running_mean", new float[] {0, 0, 1});
      square.backward();
      assertThat(parameters.layout().rows("bias", parameters.takeGradients()))
          .containsExactly(2, 4, 6);
    }
  }

  @Test
  void stepsLeaveNothingOpen() {
    try (ParameterSet parameters = parameters()) {
      parameters.setTrained(parameters.all());
      backward(parameters, "kernel");
      parameters.takeGradients();
      long handles = Pointer.totalCount();
      for (int step = 0; step < 5; step++) {
        parameters.setTrained(parameters.all());
        backward(parameters, "kernel");
        parameters.takeGradients();
      }
      assertThat(Pointer.totalCount()).isEqualTo(handles);
    }
  }
}
