package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;

/** Sessions of many threads on one engine do not know of each other. */
@Timeout(300)
@ExtendWith(SharedEngine.class)
class ConcurrentSessionsTest {
  private static final int THREADS = 16;

  /** Users who differ: what they mark first, and on which slice. */
  private static final int USERS = 4;

  private final Phantom phantom = Phantom.pair();

  private Snapshot play(SegmentationEngine engine, int user) {
    int label = 1 + user % 2;
    int slice = 2 + user / 2;
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("one");
      session.addObject("other");
      session.interact(Interaction.mask(1, Axis.Z, slice, phantom.truth(label, slice)));
      session.interact(Interaction.click(2, Axis.Z, slice, label == 1 ? 34 : 13, 19));
      session.propagate();
      session.confirm(1, slice - 1);
      session.interact(Interaction.negativeClick(2, Axis.Z, slice, 24, 36));
      session.propagate();
      return Snapshot.of(session);
    }
  }

  @Tag("slow") // sixteen sessions, twice
  @Test
  void sixteenThreadsGetWhatEachGetsAlone(SegmentationEngine engine) throws Exception {
    List<Snapshot> alone = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      alone.add(play(engine, user));
    }
    assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch together = new CountDownLatch(THREADS);
      List<Future<Snapshot>> played = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int user = thread % USERS;
        played.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return play(engine, user);
                }));
      }
      for (int thread = 0; thread < THREADS; thread++) {
        assertThat(played.get(thread).get())
            .as("thread %d", thread)
            .isEqualTo(alone.get(thread % USERS));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
