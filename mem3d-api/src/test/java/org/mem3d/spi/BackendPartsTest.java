package org.mem3d.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/** What a backend is made of, and what wraps and runs one, on the least of backends. */
class BackendPartsTest {
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final MapWeights WEIGHTS =
      new MapWeights().put("added", Shape.of(1, 3), 0.5f, 0, 0);

  private final ArrayBackend backend = new ArrayBackend();

  private static TensorGraph graph() {
    GraphBuilder g = new GraphBuilder("adds");
    Node x = g.input("x", 2, 3);
    return g.output("y", g.add(x, g.parameter("added", 1, 3))).build();
  }

  private GraphExecution execution() {
    return new GraphExecution(backend, graph(), WEIGHTS, CompileOptions.F32);
  }

  @Test
  void anExecutionWritesRunsReadsAndReleases() {
    float[] x = {1, 2, 3, 4, 5, 6};
    try (GraphExecution execution = execution()) {
      assertThat(execution.run(Map.of("x", x)).get("y"))
          .containsExactly(1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f);
      execution.input("x").write(new float[] {9, 8, 7}, 0, 1, 1);
      execution.run();
      assertThat(execution.read()).containsOnlyKeys("y");
      assertThat(execution.read("y")).containsExactly(1.5f, 2.5f, 3.5f, 9.5f, 8.5f, 7.5f);
      assertThat(execution.written().get("x")).containsExactly(1, 2, 3, 9, 8, 7);
      assertThat(execution.inputs()).containsOnlyKeys("x");
      assertThat(execution.outputs()).containsOnlyKeys("y");
      assertThat(execution.compiled().describe()).isEqualTo("adds 0.5");
      assertThatThrownBy(() -> execution.output("z"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'z'")
          .hasMessageContaining("[y]");
      assertThat(backend.allocatedBytes()).isEqualTo(12 + 2 * 24);
    }
    assertThat(backend.allocatedBytes()).isZero();
    assertThat(GraphExecution.once(backend, graph(), WEIGHTS, Map.of("x", x)).get("y")[0])
        .isEqualTo(1.5f);
    assertThat(backend.allocatedBytes()).isZero();
  }

  @Test
  void anExecutionThatFindsNoRoomLeavesNothing() {
    for (long bytes : new long[] {0, 12, 12 + 24}) {
      assertThatThrownBy(() -> new GraphExecutionWithin(backend.limited(bytes)).open())
          .isInstanceOfSatisfying(
              DeviceException.class,
              e -> assertThat(e.fault()).isEqualTo(DeviceException.Fault.OUT_OF_MEMORY));
      assertThat(backend.allocatedBytes()).as(bytes + " bytes of room").isZero();
    }
  }

  private record GraphExecutionWithin(Backend backend) {
    void open() {
      new GraphExecution(backend, graph(), WEIGHTS, CompileOptions.F32).close();
    }
  }

  @Test
  void tensorsThatDoNotFitAGraphAreRefusedByName() {
    try (GraphExecution execution = execution();
        DeviceTensor foreign = new ArrayBackend().allocate(SHAPE, DType.F32);
        DeviceTensor other = backend.allocate(Shape.of(3, 2), DType.F32);
        DeviceTensor low = backend.allocate(SHAPE, DType.BF16)) {
      DeviceTensor x = execution.input("x");
      DeviceTensor y = execution.output("y");
      DeviceTensor closed = backend.allocate(SHAPE, DType.F32);
      closed.close();
      refused(execution, Map.of(), Map.of("y", y), "misses its input 'x'");
      refused(execution, Map.of("x", x, "z", x), Map.of("y", y), "input 'z' is unknown", "[x]");
      refused(execution, Map.of("x", foreign), Map.of("y", y), "of another backend");
      refused(execution, Map.of("x", closed), Map.of("y", y), "is closed");
      refused(execution, Map.of("x", low), Map.of("y", y), "is held in BF16, not F32");
      refused(execution, Map.of("x", x), Map.of("y", other), "output 'y' is of 3x2, not of 2x3");
      refused(execution, Map.of("x", x), Map.of("y", x), "is the tensor of an input too");
    }
  }

  private static void refused(
      GraphExecution execution,
      Map<String, DeviceTensor> inputs,
      Map<String, DeviceTensor> outputs,
      String... words) {
    assertThatThrownBy(() -> execution.compiled().run(inputs, outputs))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("'adds'");
  }

  @Test
  void weightsThatDoNotFitAGraphAreRefusedByName() {
    assertThatThrownBy(() -> Require.weights(graph(), new MapWeights()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'added' of 1x3, which is missing");
    MapWeights wide = new MapWeights(WEIGHTS).put("added", Shape.of(1, 4), 1, 2, 3, 4);
    assertThatThrownBy(() -> Require.weights(graph(), wide))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("not of 1x4");
  }

  @Test
  void rowsOutsideATensorOrArrayAreRefused() {
    try (DeviceTensor tensor = backend.allocate(SHAPE, DType.F32);
        DeviceTensor wide = backend.allocate(Shape.of(2, 4), DType.F32)) {
      for (int[] rows : new int[][] {{-1, 1}, {0, -1}, {0, 3}, {2, 1}}) {
        assertThatThrownBy(() -> tensor.read(new float[9], 0, rows[0], rows[1]))
            .isInstanceOf(BackendException.class)
            .hasMessageContaining("outside a tensor of 2x3");
      }
      assertThatThrownBy(() -> tensor.read(new float[5], 0, 0, 2))
          .hasMessageContaining("outside an array of 5");
      assertThatThrownBy(() -> tensor.write(new float[6], -1, 0, 1))
          .hasMessageContaining("from offset -1");
      assertThatThrownBy(() -> tensor.write(new float[5]))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("5 elements for a tensor of 2x3");
      assertThatThrownBy(() -> tensor.copyRows(wide, 0, 0, 1))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("2x4");
    }
  }

  @Test
  void copiesNameRowsAndCount() {
    try (DeviceTensor tensor = backend.allocate(SHAPE, DType.F32);
        DeviceTensor second = backend.allocate(SHAPE, DType.F32)) {
      tensor.write(new float[] {1, 2, 3, 4, 5, 6});
      second.copyRows(tensor, 1, 0, 1);
      float[] row = new float[3];
      float[] whole = new float[6];
      CopyOut one = CopyOut.row(tensor, 1, row);
      CopyOut all = CopyOut.whole(tensor, whole).from(second);
      assertThat(one.elements()).isEqualTo(3);
      assertThat(one.target()).isSameAs(row);
      assertThat(new int[] {one.row(), one.rows(), one.offset()}).containsExactly(1, 1, 0);
      assertThat(all.source()).isSameAs(second);
      backend.copyOut(List.of(one, all));
      assertThat(row).containsExactly(4, 5, 6);
      assertThat(whole).containsExactly(4, 5, 6, 0, 0, 0);
      assertThatThrownBy(() -> CopyOut.row(tensor, 2, row)).isInstanceOf(BackendException.class);
      Transfers until = backend.transfers();
      assertThat(until).isEqualTo(new Transfers(24, 36));
      tensor.read(whole);
      assertThat(backend.transfers().since(until)).isEqualTo(new Transfers(0, 24));
      assertThat(until.plus(new Transfers(1, 2))).isEqualTo(new Transfers(25, 38));
    }
  }

  @Test
  void tensorsAreInLowPrecisionWhereTheBackendStoresThem() {
    CompileOptions half =
        new CompileOptions(DType.BF16).withLowPrecisionTensors(Set.of("x"), backend);
    assertThat(half.format("x")).isEqualTo(DType.BF16);
    assertThat(half.format("y")).isEqualTo(DType.F32);
    CompileOptions other =
        new CompileOptions(DType.F16).withLowPrecisionTensors(Set.of("x"), backend);
    assertThat(other.format("x")).as("not stored in F16").isEqualTo(DType.F32);
    try (GraphExecution execution = new GraphExecution(backend, graph(), WEIGHTS, half)) {
      assertThat(execution.input("x").dtype()).isEqualTo(DType.BF16);
      assertThat(execution.output("y").dtype()).isEqualTo(DType.F32);
    }
  }

  /** Notes what is asked, and hands it on. */
  private static final class Watched extends ForwardingBackend {
    private final List<String> asked = new ArrayList<>();

    Watched(Backend inside) {
      super(inside);
    }

    @Override
    public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
      return new ForwardingGraph(super.compile(graph, weights, options)) {
        @Override
        public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
          asked.add("run " + graph().name());
          super.run(inner(inputs), inner(outputs));
        }
      };
    }

    @Override
    public DeviceTensor allocate(Shape shape, DType dtype) {
      asked.add("allocate " + shape);
      return new Wrapped(super.allocate(shape, dtype));
    }

    private static Map<String, DeviceTensor> inner(Map<String, DeviceTensor> tensors) {
      Map<String, DeviceTensor> inner = new HashMap<>();
      tensors.forEach((name, tensor) -> inner.put(name, ((Wrapped) tensor).inner()));
      return inner;
    }
  }

  private static final class Wrapped extends ForwardingTensor {
    Wrapped(DeviceTensor inside) {
      super(inside);
    }

    DeviceTensor inner() {
      return inside;
    }
  }

  @Test
  void whatWrapsABackendHandsEveryCallOn() {
    backend.limited(1000);
    Watched watched = new Watched(backend);
    assertThat(watched.describe()).isEqualTo(backend.describe());
    assertThat(watched.preferredPrecision()).isEqualTo(DType.BF16);
    assertThat(watched.supportsStorage(DType.F16)).isFalse();
    assertThat(watched.supports(graph().node("x"), DType.F16)).isFalse();
    try (GraphExecution execution =
        new GraphExecution(watched, graph(), WEIGHTS, CompileOptions.F32)) {
      assertThat(execution.run(Map.of("x", new float[6])).get("y")).containsOnly(0.5f);
      assertThat(execution.compiled().arenaBytes()).isEqualTo(7);
      assertThat(execution.compiled().describe()).isEqualTo("adds 0.5");
      DeviceTensor x = execution.input("x");
      assertThat(x.bytes()).isEqualTo(24);
      assertThat(x).hasToString("array tensor 2x3");
      float[] copied = new float[6];
      watched.copyOut(List.of(CopyOut.whole(((Wrapped) execution.output("y")).inner(), copied)));
      assertThat(copied).containsOnly(0.5f);
      DeviceTensor y = ((Wrapped) execution.output("y")).inner();
      x.copyRows(y, 0, 1, 1);
      assertThat(execution.written().get("x")).containsExactly(0, 0, 0, 0.5f, 0.5f, 0.5f);
      assertThat(watched.allocatedBytes()).isEqualTo(60);
      assertThat(watched.freeBytes()).isEqualTo(940);
    }
    assertThat(watched.asked).containsExactly("allocate 2x3", "allocate 2x3", "run adds");
    assertThat(watched.allocatedBytes()).isZero();
    assertThat(watched.transfers()).isEqualTo(backend.transfers());
    watched.close();
    assertThat(backend.freeBytes()).isZero();
  }

  @Test
  void optionsAvailabilityAndFaultsSayWhatTheyAre() {
    assertThatThrownBy(() -> new BackendOptions(-1, Map.of()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("-1");
    assertThat(Availability.yes("cpu", "1").available()).isTrue();
    assertThat(Availability.no("no card", "buy one").faulty()).isFalse();
    assertThat(Availability.faulty("damaged", "delete it").faulty()).isTrue();
    Throwable cause = new IllegalStateException("cuda");
    DeviceException lost = new DeviceException(DeviceException.Fault.LOST, "gone", cause);
    assertThat(lost).hasMessage("gone").hasCause(cause);
    assertThat(lost.fault()).isEqualTo(DeviceException.Fault.LOST);
  }
}
