package org.mem3d.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
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

/** Native memory: nothing grows over runs, and everything is given back by closing. */
@Tag("slow") // many rounds
class TorchMemoryTest {
  /** What the allocator may keep for itself; a leak of one graph a cycle would be far above. */
  private static final long SLACK = 16L << 20;

  private static final GraphCase NETWORK = GraphCases.largest();

  private static void cycle() {
    for (DType precision : DType.values()) {
      try (Backend backend = new TorchProvider().open(BackendOptions.DEFAULT)) {
        if (!backend.supportsStorage(precision)) {
          continue;
        }
        try (GraphExecution execution =
                new GraphExecution(
                    backend, NETWORK.graph(), NETWORK.weights(), new CompileOptions(precision));
            DeviceTensor tensor = backend.allocate(Shape.of(8, 32, 32, 32), precision)) {
          execution.run(NETWORK.inputs(0));
          tensor.write(new float[tensor.shape().elements()]);
        }
        assertThat(backend.allocatedBytes()).isZero();
      }
    }
  }

  @Test
  void openingCompilingAndClosingGivesAllBack() {
    for (int warmUp = 0; warmUp < 20; warmUp++) {
      cycle();
    }
    long handles = handles();
    // libtorch's own pools grow for a while; a leak would show in every stretch.
    long least = Long.MAX_VALUE;
    for (int stretch = 0; stretch < 4 && least >= SLACK; stretch++) {
      long resident = residentAfterCollection();
      for (int i = 0; i < 60; i++) {
        cycle();
      }
      least = Math.min(least, residentAfterCollection() - resident);
    }
    assertThat(handles()).as("handles of libtorch left open").isEqualTo(handles);
    assertThat(least).as("growth of resident memory").isLessThan(SLACK);
  }

  @Test
  void runsLeaveNothing() {
    try (Backend backend = new TorchProvider().open(new BackendOptions(1, Map.of()));
        GraphExecution execution =
            new GraphExecution(backend, NETWORK.graph(), NETWORK.weights(), CompileOptions.F32)) {
      execution.run(NETWORK.inputs(0));
      for (int i = 0; i < 100; i++) {
        execution.compiled().run(execution.inputs(), execution.outputs());
      }
      long handles = handles();
      long resident = residentAfterCollection();
      for (int i = 0; i < 300; i++) {
        execution.compiled().run(execution.inputs(), execution.outputs());
      }
      assertThat(handles()).as("handles of libtorch left open").isEqualTo(handles);
      assertThat(residentAfterCollection()).isLessThan(resident + SLACK);
    }
  }

  /** Counted without a collection before, which could close what was forgotten. */
  private static long handles() {
    return Pointer.totalCount();
  }

  private static long residentAfterCollection() {
    System.gc();
    return Pointer.physicalBytes();
  }
}
