package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.SegmentationListener;

/** How much of a propagation is told to be done. */
class WorkProgressTest {
  private final List<Double> told = new ArrayList<>();
  private final SegmentationListener listener =
      new SegmentationListener() {
        @Override
        public void progress(double fraction, double secondsLeft) {
          told.add(fraction);
        }
      };

  @Test
  void whatFollowsTheNetworkHasItsShare() throws InterruptedException {
    WorkProgress progress = new WorkProgress(List.of(listener), new WorkPace());
    progress.begin(120, 100, 2);
    for (int visit = 1; visit <= 120; visit++) {
      progress.visited(visit, 120);
    }
    assertThat(told).startsWith(0.0).hasSize(121).last().isEqualTo(0.5);
    progress.networkDone();
    for (int piece = 0; piece < 1000; piece++) {
      progress.piece();
    }
    assertThat(told).hasSizeGreaterThan(200).last().matches(fraction -> fraction < 1);
    int before = told.size();
    Thread other = new Thread(progress::piece);
    other.start();
    other.join();
    assertThat(told).as("told by the thread that propagates alone").hasSize(before);
    progress.end();
    assertThat(told).isSorted().doesNotHaveDuplicates().last().isEqualTo(1.0);
  }

  @Test
  void withoutAVisitAllIsWhatFollows() {
    WorkProgress progress = new WorkProgress(List.of(listener), new WorkPace());
    progress.begin(0, 10, 1);
    progress.networkDone();
    progress.piece();
    progress.end();
    assertThat(told).startsWith(0.0).hasSize(3).endsWith(1.0);
  }

  @Test
  void thePaceIsLearned() {
    WorkPace pace = new WorkPace();
    double first = pace.afterwards();
    pace.learn(1, 7, 100, 7);
    assertThat(pace.afterwards()).as("too little to learn from").isEqualTo(first);
    for (int i = 0; i < 20; i++) {
      pace.learn(2, 100, 6, 100);
    }
    assertThat(pace.afterwards()).isBetween(2.99, 3.01);
  }
}
