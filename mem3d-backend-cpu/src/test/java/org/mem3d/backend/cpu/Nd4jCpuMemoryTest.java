package org.mem3d.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;

/** The process's own size, beside what the backend counts. */
class Nd4jCpuMemoryTest {
  private static final long SLACK = 32L << 20;

  private static GraphCase network() {
    return GraphCases.all().stream()
        .filter(each -> each.name().equals("small memory network"))
        .findFirst()
        .orElseThrow();
  }

  private static long processBytes() throws InterruptedException {
    System.gc();
    Thread.sleep(300);
    System.gc();
    return Pointer.physicalBytes();
  }

  @Test
  void runsDoNotGrowTheProcess() throws InterruptedException {
    GraphCase network = network();
    try (Backend backend = new Nd4jCpuProvider().open(BackendOptions.DEFAULT);
        GraphExecution execution =
            new GraphExecution(backend, network.graph(), network.weights(), CompileOptions.F32)) {
      Map<String, float[]> inputs = network.inputs(0);
      for (int run = 0; run < 50; run++) {
        execution.run(inputs);
      }
      long counted = Pointer.totalBytes();
      long before = processBytes();
      for (int run = 0; run < 300; run++) {
        execution.compiled().run(execution.inputs(), execution.outputs());
      }
      assertThat(processBytes() - before).isLessThan(16L << 20);
      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(counted + 4096);
    }
  }

  @Test
  void openingAndClosingDoesNotGrowTheProcess() throws InterruptedException {
    GraphCase network = network();
    long before = 0;
    for (int round = 0; round < 40; round++) {
      if (round == 10) {
        before = processBytes();
      }
      try (Backend backend = new Nd4jCpuProvider().open(BackendOptions.DEFAULT)) {
        new GraphExecution(backend, network.graph(), network.weights(), CompileOptions.F32).close();
        DeviceTensor tensor = backend.allocate(Shape.of(8, 128, 32, 32), DType.F32);
        tensor.write(new float[tensor.shape().elements()]);
        tensor.close();
        assertThat(backend.allocatedBytes()).isZero();
      }
    }
    assertThat(processBytes() - before).isLessThan(SLACK);
  }
}
