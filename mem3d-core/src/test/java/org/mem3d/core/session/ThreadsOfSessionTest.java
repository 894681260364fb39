package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;

/** A session that several threads use at once refuses steps; it loses none that it has taken. */
@ExtendWith(SharedEngine.class)
@Timeout(120)
class ThreadsOfSessionTest {
  private static final int THREADS = 4;
  private static final int MARKS = 50;

  @Test
  void everyMarkThatWasAcceptedIsThere(SegmentationEngine engine) throws Exception {
    try (SegmentationSession session = engine.newSession(Phantom.pair().volume())) {
      for (int thread = 0; thread < THREADS; thread++) {
        session.addObject("object " + thread);
      }
      AtomicInteger accepted = new AtomicInteger();
      List<Throwable> others = new CopyOnWriteArrayList<>();
      CyclicBarrier start = new CyclicBarrier(THREADS);
      Thread[] threads = new Thread[THREADS];
      for (int thread = 0; thread < THREADS; thread++) {
        int object = thread + 1;
        threads[thread] =
            new Thread(
                () -> {
                  try {
                    start.await(60, TimeUnit.SECONDS);
                    for (int i = 0; i < MARKS; i++) {
                      try {
                        session.interact(
                            Interaction.mask(
                                object, Axis.Z, i % 5, Phantom.pair().truth(1, i % 5)));
                        accepted.incrementAndGet();
                      } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("taking a mark");
                      }
                    }
                  } catch (Throwable e) {
                    others.add(e);
                  }
                });
        threads[thread].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(others).isEmpty();
      assertThat(session.history().done())
          .as("accepted marks and added objects")
          .hasSize(accepted.get() + THREADS);
      for (int i = 0; i < accepted.get(); i++) {
        session.undo();
      }
      for (int object = 1; object <= THREADS; object++) {
        assertThat(session.marks(object)).isEmpty();
      }
    }
  }
}
