package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.testkit.Execution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;

/** Native memory: nothing grows over runs, and everything is given back by closing. */
class NativeMemoryTest {
  /** What the allocator may keep for itself; a leak of one graph a cycle would be far above. */
  private static final long SLACK = 16L << 20;

  private static final GraphCase NETWORK = GraphCases.largest();

  private static void cycle() {
    for (DType precision : DType.values()) {
      try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT)) {
        if (!backend.supports(NETWORK.graph().nodes().get(0), precision)) {
          continue;
        }
        try (Execution execution =
            new Execution(
                backend, NETWORK.graph(), NETWORK.weights(), new CompileOptions(precision))) {
          execution.run(NETWORK.inputs(0));
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
    long counted = Pointer.totalBytes();
    long resident = residentAfterCollection();
    for (int i = 0; i < 60; i++) {
      cycle();
    }
    assertThat(residentAfterCollection()).isLessThan(resident + SLACK);
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(counted);
  }

  @Test
  void runsTakeNothing() {
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        Execution execution =
            new Execution(backend, NETWORK.graph(), NETWORK.weights(), CompileOptions.F32)) {
      execution.run(NETWORK.inputs(0));
      for (int i = 0; i < 200; i++) {
        execution.compiled().run(execution.inputs(), execution.outputs());
      }
      long counted = Pointer.totalBytes();
      long resident = residentAfterCollection();
      long heap = allocatedByThisThread();
      for (int i = 0; i < 500; i++) {
        execution.compiled().run(execution.inputs(), execution.outputs());
      }
      long perRun = (allocatedByThisThread() - heap) / 500;
      assertThat(perRun).as("bytes of Java heap taken by a run").isLessThan(1024);
      assertThat(Pointer.totalBytes()).isEqualTo(counted);
      assertThat(residentAfterCollection()).isLessThan(resident + SLACK);
    }
  }

  private static long residentAfterCollection() {
    System.gc();
    return Pointer.physicalBytes();
  }

  private static long allocatedByThisThread() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
