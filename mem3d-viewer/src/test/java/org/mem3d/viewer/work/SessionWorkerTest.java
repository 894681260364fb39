package org.mem3d.viewer.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationReport;
import org.mem3d.SliceAnswer;
import org.mem3d.Volume;

class SessionWorkerTest {
  private static final Volume VOLUME = Volume.ofBytes(new byte[4], 2, 2, 1, Geometry.UNIT);
  private static final Interaction MARK = Interaction.click(1, Axis.Z, 0, 1, 1);

  private final FakeSession fake = new FakeSession();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final SessionEvents events =
      new SessionEvents() {
        @Override
        public void engineOpened(String description) {
          hear("opened " + description);
        }

        @Override
        public void engineFailed(String reason) {
          hear("engine failed: " + reason);
        }

        @Override
        public void answered(SliceAnswer answer) {
          hear("answered");
        }

        @Override
        public void changed(SessionSnapshot snapshot) {
          hear("changed");
        }

        @Override
        public void propagationEnded(PropagationReport report) {
          hear(report == null ? "stopped" : "carried");
        }

        @Override
        public void failed(String reason) {
          hear("failed: " + reason);
        }
      };
  private SessionWorker worker = new SessionWorker(fake::engine, events);

  private void hear(String what) {
    heard.add(EventQueue.isDispatchThread() ? what : what + " on another thread");
  }

  @AfterEach
  void close() throws InterruptedException {
    fake.marksWait.countDown();
    worker.close();
    worker.awaitClosed();
  }

  private void await(String what) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!heard.contains(what) && System.nanoTime() < end) {
      Thread.sleep(2);
    }
    assertThat(heard).contains(what);
  }

  private static void onEventThread(Runnable task) throws Exception {
    EventQueue.invokeAndWait(task);
  }

  @Test
  void stepsAreTakenInOrderAndNoneOnTheEventThread() throws Exception {
    onEventThread(
        () -> {
          worker.open(VOLUME, "one"); // Before the engine is there.
          worker.mark(MARK);
          worker.propagate();
          worker.start();
        });
    await("carried");
    await("changed");
    assertThat(fake.steps).containsExactly("addObject", "interact", "propagate");
    assertThat(fake.onEventThread).isEmpty();
    assertThat(heard.get(0)).isEqualTo("opened a made-up engine");
    assertThat(heard).noneMatch(what -> what.endsWith("on another thread"));
  }

  /** What is to be painted is, while a mark is being answered. */
  @Test
  void theEventThreadWaitsForNoAnswer() throws Exception {
    fake.marksWait = new CountDownLatch(1);
    CountDownLatch painted = new CountDownLatch(1);
    onEventThread(
        () -> {
          worker.start();
          worker.open(VOLUME, "one");
          worker.mark(MARK);
          worker.undo();
          EventQueue.invokeLater(painted::countDown);
        });
    painted.await();
    assertThat(heard).doesNotContain("answered");
    fake.marksWait.countDown();
    await("answered");
  }

  @Test
  void aMarkStopsAPropagationWhichThenBeginsAnew() throws Exception {
    fake.propagationsWait.set(true);
    onEventThread(
        () -> {
          worker.start();
          worker.open(VOLUME, "one");
          worker.propagate();
        });
    fake.propagates.await();
    onEventThread(() -> worker.mark(MARK));
    await("carried");
    assertThat(fake.steps)
        .containsExactly("addObject", "propagate", "cancel", "interact", "propagate");
    assertThat(heard).containsSubsequence("stopped", "answered", "carried");
  }

  @Test
  void theUserStopsAPropagation() throws Exception {
    fake.propagationsWait.set(true);
    onEventThread(
        () -> {
          worker.start();
          worker.open(VOLUME, "one");
          worker.propagate();
        });
    fake.propagates.await();
    onEventThread(worker::cancel);
    await("stopped");
    await("changed");
    assertThat(fake.steps).containsExactly("addObject", "propagate", "cancel");
  }

  @Test
  void aStepThatIsRefusedIsToldAndTheNextOneIsTaken() throws Exception {
    onEventThread(
        () -> {
          worker.start();
          worker.open(VOLUME, "one");
          worker.step(
              session -> {
                throw new Mem3dException("not so");
              });
          worker.mark(MARK);
        });
    await("failed: not so");
    await("answered");
  }

  @Test
  void anEngineThatDoesNotOpenIsToldOnce() throws Exception {
    worker =
        new SessionWorker(
            () -> {
              throw new Mem3dException("no weights");
            },
            events);
    onEventThread(
        () -> {
          worker.start();
          worker.open(VOLUME, "one");
          worker.mark(MARK);
        });
    await("engine failed: no weights");
    worker.close();
    worker.awaitClosed();
    onEventThread(() -> {});
    assertThat(heard).containsExactly("engine failed: no weights");
  }
}
