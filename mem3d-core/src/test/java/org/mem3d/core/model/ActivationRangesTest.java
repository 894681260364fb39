package org.mem3d.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.ModelException;
import org.mem3d.core.network.DefaultGraphs;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.weights.Safetensors;

/** Ranges in the metadata of weights. */
class ActivationRangesTest {
  private static Map<String, String> metadata(String text) {
    return Map.of(ActivationRanges.METADATA, text);
  }

  @Test
  void comeBackAsTheyWereWritten() {
    Map<String, Float> ranges = Map.of("b", 0.1f, "a", 12f, "a \"c\"", 1e-3f);
    assertThat(ActivationRanges.of(metadata(ActivationRanges.text(ranges)), "a file"))
        .isEqualTo(ranges);
    assertThat(ActivationRanges.of(Map.of(), "a file")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1]",
        "{\"a\":0}",
        "{\"a\":-1}",
        "{\"a\":\"1\"}",
        "{\"a\":null}",
        "{\"a\":1e99}"
      })
  void whatTheyAreNotIsRefused(String text) {
    assertThatThrownBy(() -> ActivationRanges.of(metadata(text), "weights.bin"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weights.bin")
        .hasMessageContaining("measure the ranges anew");
  }

  /** A name that fits nothing would leave its convolution in float32, and nobody would see it. */
  @Test
  void theDefaultWeightsHaveOneForEveryConvolution() {
    ModelFiles files = ModelFiles.open(null, ActivationRangesTest.class.getClassLoader());
    for (String name : DefaultGraphs.MEMORY) {
      requireAll(name, files.propagation());
    }
    requireAll(DefaultGraphs.INTERACTION, files.interaction());
  }

  private static void requireAll(String name, Safetensors weights) {
    Map<String, Float> ranges = ActivationRanges.of(weights.metadata(), weights.source());
    assertThat(ranges).isNotNull();
    for (Node node : Passes.standard(DefaultGraphs.of(name, weights, 1, 8)).graph().nodes()) {
      if (node.op() instanceof Op.Conv2d) {
        assertThat(ranges).containsKey(node.input(1).name());
      }
    }
  }
}
