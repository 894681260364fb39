package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.ArenaPlan;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/** The plan of the arena: no two living storages share a byte, and dead ones make room. */
class ArenaTest {
  /** A step that only says what it reads and writes. */
  private static final class Mention extends Step {
    Mention(List<Value> reads, List<Value> writes) {
      super("mention", "", reads, writes);
    }

    @Override
    long scratchpadBytes() {
      return 0;
    }

    @Override
    void prepare(DnnlScope scope, Address scratchpad) {}

    @Override
    void run() {}
  }

  private static Value value(int elements) {
    Shape shape = Shape.of(elements);
    return new Value(
        new Storage(Storage.Kind.ARENA, 4L * elements),
        shape,
        DType.F32,
        Layout.rowMajor(shape),
        new dnnl_memory_desc());
  }

  @Test
  void chainNeedsRoomForTwoOnly() {
    List<Step> steps = new ArrayList<>();
    Value last = value(1000);
    steps.add(new Mention(List.of(), List.of(last)));
    for (int i = 0; i < 10; i++) {
      Value next = value(1000);
      steps.add(new Mention(List.of(last), List.of(next)));
      last = next;
    }
    assertThat(Arena.place(steps)).isEqualTo(2 * ArenaPlan.aligned(4000));
  }

  @Test
  void livingStoragesNeverOverlap() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Value> values = new ArrayList<>();
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        List<Value> reads = new ArrayList<>();
        for (int j = 0; j < 2 && !values.isEmpty(); j++) {
          reads.add(values.get(random.nextInt(values.size())));
        }
        Value made = value(1 + random.nextInt(5000));
        values.add(made);
        steps.add(new Mention(reads, List.of(made)));
      }
      long bytes = Arena.place(steps);
      for (Value a : values) {
        assertThat(a.storage().offset() % 64).isZero();
        assertThat(a.storage().offset() + a.storage().bytes()).isLessThanOrEqualTo(bytes);
        for (Value b : values) {
          assertThat(a == b || apart(a.storage(), b.storage())).as("seed " + seed).isTrue();
        }
      }
    }
  }

  private static boolean apart(Storage a, Storage b) {
    boolean inTime = a.lastStep() < b.firstStep() || b.lastStep() < a.firstStep();
    boolean inSpace = a.offset() + a.bytes() <= b.offset() || b.offset() + b.bytes() <= a.offset();
    return inTime || inSpace;
  }
}
