package org.mem3d.core.propagation.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;
import org.mem3d.core.region.SlicePatch;

/** When what a chain said can be taken for what another one would say. */
class ChainRecordTest {
  private static final SlicePatch PATCH = SlicePatch.of(SliceMask.of(6, 6, i -> i % 6 > 2));
  private static final AnnotatedMask START = new AnnotatedMask(10, PATCH);
  private static final List<AnnotatedMask> MEMORIES = List.of(START, new AnnotatedMask(20, PATCH));

  private static ChainRecord record(int end, boolean stopped, int visited) {
    TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
    IntStream.range(11, 11 + visited)
        .forEach(s -> predictions.put(s, new SlicePrediction(PATCH, 0.5f)));
    List<Integer> order = IntStream.range(11, end).boxed().toList();
    return new ChainRecord(START, MEMORIES, order, stopped, predictions);
  }

  private static int[] to(int end) {
    return SliceOrder.outwards(10, end);
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    ChainRecord record = record(16, false, 5);
    assertThat(record.answer(START, MEMORIES, to(16))).isEqualTo(record);
    AnnotatedMask equalStart =
        new AnnotatedMask(10, SlicePatch.of(SliceMask.of(6, 6, i -> i % 6 > 2)));
    assertThat(record.answer(equalStart, MEMORIES, to(16))).isEqualTo(record);
  }

  @Test
  void aShorterWayHasTheSameBeginning() {
    ChainRecord shorter = record(16, false, 5).answer(START, MEMORIES, to(13));
    assertThat(shorter).isNotNull();
    assertThat(shorter.predictions()).containsOnlyKeys(11, 12);
    assertThat(shorter.order()).containsExactly(11, 12);
  }

  @Test
  void aLongerWayIsKnownOnlyIfTheObjectHadEnded() {
    assertThat(record(16, false, 5).answer(START, MEMORIES, to(18))).isNull();
    ChainRecord longer = record(16, true, 3).answer(START, MEMORIES, to(18));
    assertThat(longer).isNotNull();
    assertThat(longer.predictions()).containsOnlyKeys(11, 12, 13);
    assertThat(longer.stopped()).isTrue();
  }

  @Test
  void aWayThatEndsBeforeTheObjectDoesIsNotStopped() {
    ChainRecord shorter = record(18, true, 5).answer(START, MEMORIES, to(14));
    assertThat(shorter).isNotNull();
    assertThat(shorter.stopped()).isFalse();
    assertThat(shorter.answer(START, MEMORIES, to(18))).isNull();
  }

  @Test
  void otherMemoriesOrAnotherStartAskAnew() {
    ChainRecord record = record(16, true, 5);
    assertThat(record.answer(START, List.of(START), to(16))).isNull();
    assertThat(record.answer(new AnnotatedMask(10, SlicePatch.EMPTY), MEMORIES, to(16))).isNull();
    assertThat(record.answer(START, MEMORIES, SliceOrder.outwards(10, 4))).isNull();
  }

  @Test
  void ordersVisitEverySliceBetweenTheEnds() {
    assertThat(SliceOrder.outwards(4, 8)).containsExactly(5, 6, 7);
    assertThat(SliceOrder.outwards(4, -1)).containsExactly(3, 2, 1, 0);
    assertThat(SliceOrder.outwards(4, 5)).isEmpty();
    assertThat(SliceOrder.zigzag(4, -1, 7)).containsExactly(3, 5, 2, 6, 1, 0);
    assertThat(SliceOrder.zigzag(0, -1, 4)).containsExactly(1, 2, 3);
    assertThat(SliceOrder.zigzag(3, 2, 4)).isEmpty();
  }
}
