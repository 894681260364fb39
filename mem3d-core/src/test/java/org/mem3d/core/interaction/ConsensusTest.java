package org.mem3d.core.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.SlicePatch;

class ConsensusTest {
  private static final int SIZE = 40;

  @Test
  void theAnswerThatMostOthersResembleIsNearest() {
    Consensus consensus =
        of(new double[] {1, 1, 1, 1}, square(4), square(18), square(20), square(22));
    assertThat(consensus.nearest()).isEqualTo(2);
    assertThat(consensus.patch().toMask(SIZE, SIZE)).isEqualTo(mask(20));
  }

  @Test
  void aHeavierAnswerOutvotesTheOthers() {
    Consensus consensus = of(new double[] {9, 1, 1}, square(8), square(20), square(22));
    assertThat(consensus.nearest()).isZero();
    assertThat(consensus.patch().toMask(SIZE, SIZE)).isEqualTo(mask(8));
  }

  @Test
  void anAnswerThatMeansAnotherObjectDoesNotBlurTheAverage() {
    SliceMask other = SliceMask.of(SIZE, SIZE, i -> i % SIZE >= 30 && i / SIZE >= 30);
    Consensus consensus = of(new double[] {1, 1, 1}, square(20), square(20), SlicePatch.of(other));
    assertThat(consensus.patch()).isEqualTo(square(20));
  }

  @Test
  void ofOneAnswerItIsThatAnswer() {
    Consensus consensus = of(new double[] {0.5}, square(12));
    assertThat(consensus.nearest()).isZero();
    assertThat(consensus.patch()).isEqualTo(square(12));
  }

  @Test
  void ofEmptyAnswersOrSuchWithoutWeightItIsTheFirst() {
    assertThat(of(new double[] {1, 1}, SlicePatch.EMPTY, SlicePatch.EMPTY).patch())
        .isEqualTo(SlicePatch.EMPTY);
    assertThat(of(new double[] {0, 0}, square(6), square(8)).patch()).isEqualTo(square(6));
  }

  private static Consensus of(double[] weights, SlicePatch... answers) {
    return Consensus.of(List.of(answers), weights, SIZE, SIZE, WorkerPool.CALLING_THREAD);
  }

  private static SlicePatch square(int side) {
    return SlicePatch.of(mask(side));
  }

  private static SliceMask mask(int side) {
    return SliceMask.of(SIZE, SIZE, i -> i % SIZE < side && i / SIZE < side);
  }
}
