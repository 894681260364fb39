package org.mem3d.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plans of memory: no two living values share a byte, and dead ones make room. */
class MemoryPlanTest {
  private static final int VALUE = 4 * 1000;

  @Test
  void chainNeedsRoomForTwo() {
    GraphBuilder g = new GraphBuilder("chain");
    Node x = g.input("x", 1000);
    for (int i = 0; i < 10; i++) {
      x = g.relu(g.affine(x, 2, i));
    }
    MemoryPlan plan = MemoryPlan.of(g.output("y", x).build());
    assertThat(plan.places()).hasSize(20);
    assertThat(plan.peakBytes()).isEqualTo(2 * ArenaPlan.aligned(VALUE));
    assertThat(plan.lowerBound()).isEqualTo(plan.peakBytes());
  }

  @Test
  void whatIsReadLateIsKept() {
    GraphBuilder g = new GraphBuilder("skip");
    Node x = g.input("x", 1000);
    Node skip = g.relu(x);
    Node y = g.add(g.affine(g.affine(skip, 2, 0), 3, 0), skip);
    MemoryPlan plan = MemoryPlan.of(g.output("y", y).build());
    assertThat(plan.peakBytes()).isEqualTo(3 * ArenaPlan.aligned(VALUE));
    MemoryPlan.Place first = plan.places().get(0);
    assertThat(first.node()).isSameAs(skip);
    assertThat(first.first()).isEqualTo(skip.id());
    assertThat(first.last()).isEqualTo(y.id());
  }

  @Test
  void reshapesInputsParametersAndDeadNodesTakeNoPlace() {
    GraphBuilder g = new GraphBuilder("free");
    Node x = g.input("x", 10, 100);
    Node p = g.parameter("p", 10, 100);
    g.relu(x);
    Node flat = g.reshape(g.add(x, p), 1000);
    Node y = g.relu(g.affine(g.affine(flat, 1, 0), 1, 0));
    MemoryPlan plan = MemoryPlan.of(g.output("flat", flat).output("y", y).build());
    assertThat(plan.places())
        .extracting(place -> place.node().op().kind())
        .containsExactly("Add", "Affine", "Affine", "Relu");
    assertThat(plan.places().get(0).last()).as("an output lives to the end").isEqualTo(8);
    assertThat(plan.toText()).contains("memory of graph free", "4000 bytes", "%7 to %8");
  }

  @Test
  void livingValuesNeverOverlap() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      List<ArenaPlan.Life> lives = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int first = random.nextInt(40);
        lives.add(new ArenaPlan.Life(random.nextInt(5000), first, first + random.nextInt(8)));
      }
      ArenaPlan plan = ArenaPlan.of(lives);
      assertThat(plan.bytes()).as("seed " + seed).isGreaterThanOrEqualTo(plan.lowerBound());
      for (int i = 0; i < lives.size(); i++) {
        assertThat(plan.offset(i) % ArenaPlan.ALIGNMENT).isZero();
        assertThat(plan.offset(i) + lives.get(i).bytes()).isLessThanOrEqualTo(plan.bytes());
        for (int j = 0; j < i; j++) {
          assertThat(apart(plan, lives, i, j)).as("seed " + seed).isTrue();
        }
      }
    }
  }

  private static boolean apart(ArenaPlan plan, List<ArenaPlan.Life> lives, int i, int j) {
    ArenaPlan.Life a = lives.get(i);
    ArenaPlan.Life b = lives.get(j);
    boolean inTime = a.last() < b.first() || b.last() < a.first();
    boolean inSpace =
        plan.offset(i) + a.bytes() <= plan.offset(j)
            || plan.offset(j) + b.bytes() <= plan.offset(i);
    return inTime || inSpace;
  }

  @Test
  void livesThatEndBeforeTheyBeginAreRefused() {
    assertThatThrownBy(() -> new ArenaPlan.Life(64, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3")
        .hasMessageContaining("2");
  }
}
