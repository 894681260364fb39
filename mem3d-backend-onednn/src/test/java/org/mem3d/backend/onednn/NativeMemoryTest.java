package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;

/** Native memory: nothing grows over runs, and everything is given back by closing. */
@Tag("slow") // many rounds
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
        try (GraphExecution execution =
            new GraphExecution(
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
        GraphExecution execution =
            new GraphExecution(backend, NETWORK.graph(), NETWORK.weights(), CompileOptions.F32)) {
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

  /** Weights are given away packed: what they were packed from is gone when the next are read. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsAreNotTwiceInMemory(boolean winograd) {
    GraphBuilder g = new GraphBuilder("wide");
    Node x = g.input("x", 1, 64, 64, 64);
    for (int layer = 0; layer < 20; layer++) {
      x = g.relu(g.conv(x, "layer" + layer, 64, 3));
    }
    GraphCase wide = new GraphCase("wide", g.output("y", x).build());
    long perLayer = (winograd ? 2 : 1) * 64L * 64 * 9 * Float.BYTES;
    BackendOptions options =
        new BackendOptions(0, Map.of(OneDnnProvider.WINOGRAD, String.valueOf(winograd)));
    try (Backend backend = new OneDnnProvider().open(options)) {
      List<Long> held = new ArrayList<>();
      Weights watched =
          new Weights() {
            @Override
            public Set<String> names() {
              return wide.weights().names();
            }

            @Override
            public Shape shape(String name) {
              return wide.weights().shape(name);
            }

            @Override
            public float[] values(String name) {
              if (name.endsWith(".weight")) {
                held.add(backend.allocatedBytes());
              }
              return wide.weights().values(name);
            }
          };
      backend.compile(wide.graph(), watched, CompileOptions.F32).close();
      assertThat(held).hasSizeGreaterThanOrEqualTo(20);
      int layer = 0;
      for (long bytes : held.subList(held.size() - 20, held.size())) {
        assertThat(bytes).as("before layer %s", layer).isLessThan(layer++ * perLayer + 64 * 1024);
      }
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
