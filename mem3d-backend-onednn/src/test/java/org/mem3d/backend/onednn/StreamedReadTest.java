package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.RelativeError;

/** The streamed read against a plain one: when it streams, and what it reads. */
class StreamedReadTest {
  /** Runs the read and compares; returns the description of the graph. */
  private static String check(
      PlainRead read, boolean similarity, int threads, DType precision, double tolerance) {
    CompileOptions options = new CompileOptions(precision);
    TensorGraph graph = read.graph(similarity, 0);
    try (Backend backend = new OneDnnProvider().open(new BackendOptions(threads, Map.of()));
        GraphExecution execution = new GraphExecution(backend, graph, new MapWeights(), options)) {
      Map<String, float[]> came = execution.run(read.inputs());
      RelativeError.check(precision + " read", read.expected(similarity), came, tolerance);
      return execution.compiled().describe();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,true",
    "1,1,false",
    "1,2,true",
    "2,1,true",
    "2,2,true",
    "2,2,false",
    "2,4,true",
    "3,1,true",
    "3,2,true",
    "3,2,false"
  })
  void agreesWithAPlainRead(int batch, int threads, boolean similarity) {
    for (int memories : new int[] {256, 768, 1280, 4800}) {
      PlainRead read = new PlainRead(batch, memories);
      assertThat(check(read, similarity, threads, DType.F32, 1e-5)).contains("streamed");
      if (DnnlEngine.computes(DType.BF16)) {
        assertThat(check(read, similarity, threads, DType.BF16, 5e-3)).contains("streamed");
      }
    }
  }

  @Test
  void descriptionTellsTheBlocks() {
    assertThat(check(new PlainRead(2, 2048), true, 1, DType.F32, 1e-5))
        .contains(
            "streamed: 128 queries of each of 2 entries at a time meet blocks of 256 memories");
    assertThat(check(new PlainRead(1, 2048), true, 1, DType.F32, 1e-5))
        .contains("streamed: 128 queries at a time meet blocks of 512 memories -> F32");
  }

  /** Where exponentials overflow or vanish in one of the tasks, the others being as ever. */
  @ParameterizedTest
  @CsvSource({"200", "-200", "-80"})
  void affinitiesMayBeOfAnySize(float offset) {
    PlainRead read = new PlainRead(3, 1024);
    read.offset(1, 0, 1024, offset);
    for (int threads = 1; threads <= 2; threads++) {
      assertThat(check(read, true, threads, DType.F32, 5e-5)).contains("streamed");
      if (DnnlEngine.computes(DType.BF16)) {
        check(read, true, threads, DType.BF16, 5e-3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"300", "-300"})
  void oneQueryMayBeUnlikeTheOthers(float offset) {
    PlainRead read = new PlainRead(3, 1024);
    read.offsetQuery(2, 70, offset);
    assertThat(check(read, true, 2, DType.F32, 5e-5)).contains("streamed");
  }

  @Test
  void sumsMayOverflowWhereWeightsDoNot() {
    PlainRead read = new PlainRead(3, 1024);
    read.offset(1, 0, 1024, 60);
    read.multiplyValues(1, 1e20f);
    assertThat(check(read, false, 1, DType.F32, 5e-5)).contains("streamed");
  }

  @Test
  void readsThatBlocksDoNotDivideAreNotStreamed() {
    PlainRead prime = new PlainRead(2, 1031);
    assertThat(check(prime, true, 2, DType.F32, 1e-5)).doesNotContain("streamed");
    assumeTrue(DnnlEngine.computes(DType.BF16), "no bfloat16 on this processor");
    assertThat(check(prime, true, 2, DType.BF16, 5e-3)).doesNotContain("streamed");
  }

  @Test
  void topKReadsAreNotStreamed() {
    TensorGraph graph = new PlainRead(1, 1024).graph(true, 9);
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        GraphExecution execution =
            new GraphExecution(backend, graph, new MapWeights(), CompileOptions.F32)) {
      assertThat(execution.compiled().describe()).contains("TopK").doesNotContain("streamed");
    }
  }

  /** Blocks of any length: of one of 250, two columns are as many as divide it. */
  @Test
  void theLargestAreSoughtInAnyBlock() {
    assertThat(StreamCut.of(1, 256, 2048, 1).lanes()).isEqualTo(16);
    assertThat(StreamCut.of(1, 256, 3000, 1).lanes()).isEqualTo(2);
    PlainRead read = new PlainRead(1, 3000);
    assertThat(check(read, true, 1, DType.F32, 1e-5)).contains("streamed");
    PlainRead odd = new PlainRead(2, 1215);
    assertThat(check(odd, true, 2, DType.F32, 1e-5)).contains("blocks of 405 memories");
  }

  @Test
  void cutsDivide() {
    assertThat(StreamCut.of(2, 256, 2048, 2)).isEqualTo(new StreamCut(2, 256, 2048, 2, 256, 256));
    assertThat(StreamCut.of(8, 256, 2048, 2)).isEqualTo(new StreamCut(8, 256, 2048, 2, 256, 256));
    assertThat(StreamCut.of(1, 256, 2048, 2)).isEqualTo(new StreamCut(1, 256, 2048, 1, 256, 512));
    assertThat(StreamCut.of(3, 256, 2048, 2)).isEqualTo(new StreamCut(3, 256, 2048, 1, 256, 512));
    assertThat(StreamCut.of(1, 256, 2048, 64)).isEqualTo(new StreamCut(1, 256, 2048, 1, 256, 2048));
    assertThat(StreamCut.of(2, 4096, 8192, 1)).isEqualTo(new StreamCut(2, 4096, 8192, 1, 256, 256));
    assertThat(StreamCut.of(1, 256, 1000 * 3, 1))
        .isEqualTo(new StreamCut(1, 256, 3000, 1, 256, 250));
    assertThat(StreamCut.of(1, 509, 2048, 1)).as("a prime is not divided").isNull();
    assertThat(StreamCut.of(1, 256, 1031, 1)).as("a prime is not divided").isNull();
    assertThat(StreamCut.of(1, 256, 255, 1)).as("few memories").isNull();
  }
}
