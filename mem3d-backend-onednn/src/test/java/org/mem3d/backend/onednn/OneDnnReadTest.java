package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.mem3d.core.network.MemoryReadContract;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.spi.BackendProvider;

/** The memory read, which runs in tiles: its values, when it is found, how it is cut. */
class OneDnnReadTest extends MemoryReadContract {
  @Override
  protected BackendProvider provider() {
    return new OneDnnProvider();
  }

  /** What a graph is found to be made of, when the read has one more reader of some node. */
  private static List<String> kinds(boolean similarity, int topK, String... handedOut) {
    GraphBuilder g = new GraphBuilder("read");
    Node query = g.input("query", 1, 64, 8);
    Node cosine = g.matmul(query, g.input("keys", 1, 96, 8), false, true);
    Node place = g.matmul(g.parameter("p", 1, 64, 4), g.input("places", 1, 4, 96), false, false);
    Node affinity = g.add(g.affine(cosine, 3, 0), place);
    Node selected = topK == 0 ? affinity : g.add(new Op.TopK(topK), affinity);
    Node weight = g.add(new Op.Softmax(2), selected);
    if (similarity) {
      g.output("similarity", g.reduce(cosine, Op.Reduction.MAX, 2));
    }
    for (String name : handedOut) {
      g.output(name, name.equals("cosine") ? cosine : name.equals("weight") ? weight : affinity);
    }
    g.output("readout", g.matmul(weight, g.input("values", 1, 96, 16), false, false));
    return Fusion.groups(g.build()).stream().map(Fusion.Group::kinds).toList();
  }

  @Test
  void readsAreFoundWhole() {
    assertThat(kinds(true, 0)).containsExactly("Read (64 queries, 96 memories)");
    assertThat(kinds(false, 0)).containsExactly("Read (64 queries, 96 memories)");
  }

  @Test
  void topKReadsAreComputedNodeByNode() {
    assertThat(kinds(true, 9)).contains("TopK").noneMatch(kind -> kind.startsWith("Read"));
  }

  @Test
  void valuesThatOthersNeedAreNotHiddenInARead() {
    for (String inner : new String[] {"cosine", "weight", "affinity"}) {
      assertThat(kinds(true, 0, inner)).as(inner).noneMatch(kind -> kind.startsWith("Read"));
    }
  }

  @Test
  void tilesFitTheCacheAndDivideTheQueries() {
    assertThat(ReadOps.rows(8, 256, 256, 2)).isEqualTo(256);
    assertThat(ReadOps.rows(1, 256, 256, 2)).as("two tiles for each thread").isEqualTo(64);
    assertThat(ReadOps.rows(1, 256, 1024, 1)).isEqualTo(128);
    assertThat(ReadOps.rows(8, 256, 2048, 2)).isEqualTo(64);
    assertThat(ReadOps.rows(1, 256, 64 * 256, 2)).as("few rows are slow").isEqualTo(64);
    assertThat(ReadOps.rows(1, 17, 100_000, 1)).isEqualTo(17);
    assertThat(ReadOps.rows(1, 251, 100_000, 1)).as("a prime is not divided").isEqualTo(251);
  }

  @Test
  void tasksAreAllDoneOnceAndFailuresAreThrown() {
    try (Workers workers = new Workers(3)) {
      for (int tasks : new int[] {0, 1, 2, 100}) {
        AtomicIntegerArray done = new AtomicIntegerArray(Math.max(1, tasks));
        workers.run(
            tasks,
            (task, worker) -> {
              assertThat(worker).isBetween(0, workers.count() - 1);
              done.incrementAndGet(task);
            });
        for (int i = 0; i < tasks; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
      assertThatThrownBy(
              () ->
                  workers.run(
                      9,
                      (task, worker) -> {
                        throw new IllegalStateException("task failed");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task failed");
    }
  }

  @Test
  void selectionIsThatOfASort() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      float[] row = new float[1 + random.nextInt(300)];
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(3) == 0 ? random.nextInt(5) : (float) random.nextGaussian();
      }
      int length = 1 + random.nextInt(row.length);
      int k = 1 + random.nextInt(length);
      float[] sorted = Arrays.copyOf(row, length);
      Arrays.sort(sorted);
      assertThat(Selection.kthLargest(row, length, k))
          .as("seed " + seed)
          .isEqualTo(sorted[length - k]);
    }
  }
}
