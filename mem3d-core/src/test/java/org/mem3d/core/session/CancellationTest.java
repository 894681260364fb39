package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;

/** Propagations that are stopped, watched, or run elsewhere. */
@ExtendWith(SharedEngine.class)
@Timeout(120)
class CancellationTest {
  private final Phantom phantom = Phantom.pair();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private SegmentationSession session;
  private Snapshot before;

  @BeforeEach
  void open(SegmentationEngine engine) {
    session = engine.newSession(phantom.volume());
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
    before = Snapshot.of(session);
  }

  @AfterEach
  void close() throws InterruptedException {
    worker.shutdown();
    assertThat(worker.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    session.close();
  }

  private static SegmentationListener onSlice(Runnable action) {
    return new SegmentationListener() {
      @Override
      public void sliceDone(int object, Axis axis, int slice, int done, int total) {
        action.run();
      }
    };
  }

  private void requireUsable() {
    before.requireSame(session, "after the propagation was stopped");
    PropagationReport report = session.propagate();
    assertThat(report.slicesComputed()).isPositive();
    assertThat(phantom.dice(session.mask(), 1)).isGreaterThan(0.6);
  }

  @Test
  void aListenerCancels() {
    SegmentationListener listener = onSlice(session::cancel);
    session.addListener(listener);
    assertThatThrownBy(session::propagate)
        .isInstanceOf(PropagationCancelledException.class)
        .hasMessageMatching(".*after \\d+ of at most 4 slices.*");
    session.removeListener(listener);
    requireUsable();
  }

  @Test
  void aListenerThatFailsEndsThePropagation() {
    SegmentationListener failing =
        onSlice(
            () -> {
              throw new IllegalArgumentException("the window is gone");
            });
    session.addListener(failing);
    assertThatThrownBy(session::propagate).hasMessage("the window is gone");
    session.removeListener(failing);
    requireUsable();
  }

  @Test
  void aListenerThatFailsAtTheEndUndoesThePropagation() {
    SegmentationListener failing =
        new SegmentationListener() {
          @Override
          public void propagated(PropagationReport report) {
            throw new IllegalArgumentException("the window is gone");
          }
        };
    session.addObject("undone");
    session.undo();
    session.addListener(failing);
    assertThatThrownBy(session::propagate).hasMessage("the window is gone");
    session.removeListener(failing);
    assertThat(session.canRedo()).as("the step to redo is still there").isTrue();
    requireUsable();
  }

  @Test
  void listenersMayLookButNotChange() {
    List<String> refused = new ArrayList<>();
    List<Boolean> same = new ArrayList<>();
    SegmentationListener meddling =
        onSlice(
            () -> {
              same.add(Snapshot.of(session).equals(before));
              List<Runnable> steps =
                  List.of(
                      () -> session.addObject("more"),
                      () -> session.interact(Interaction.absent(1, Axis.Z, 0)),
                      session::undo,
                      session::propagate);
              for (Runnable step : steps) {
                try {
                  step.run();
                } catch (IllegalStateException e) {
                  refused.add(e.getMessage());
                }
              }
            });
    session.addListener(meddling);
    int slices = session.propagate().slicesComputed();
    session.removeListener(meddling);
    assertThat(same).hasSize(slices).containsOnly(true);
    assertThat(refused).hasSize(4 * slices).allMatch(text -> text.contains("propagat"));
    session.undo();
    before.requireSame(session, "after undoing the propagation");
  }

  @Test
  void listenersHearEverySliceOnce() {
    List<Integer> slices = new ArrayList<>();
    List<Integer> done = new ArrayList<>();
    List<PropagationReport> reports = new ArrayList<>();
    session.addListener(
        new SegmentationListener() {
          @Override
          public void sliceDone(int object, Axis axis, int slice, int soFar, int total) {
            assertThat(object).isEqualTo(1);
            assertThat(axis).isEqualTo(Axis.Z);
            assertThat(total).isEqualTo(4);
            slices.add(slice);
            done.add(soFar);
          }

          @Override
          public void propagated(PropagationReport report) {
            reports.add(report);
          }
        });
    PropagationReport report = session.propagate();
    assertThat(slices).doesNotHaveDuplicates().doesNotContain(2).hasSize(report.slicesComputed());
    assertThat(done).isSorted().last().isEqualTo(report.slicesComputed());
    assertThat(reports).containsExactly(report);
  }

  @Test
  void cancellingOnTheLastSliceCounts() {
    List<Integer> slices = new ArrayList<>();
    SegmentationListener counting = onSlice(() -> slices.add(1));
    session.addListener(counting);
    session.propagate();
    session.undo();
    session.removeListener(counting);
    int last = slices.size();
    slices.clear();
    SegmentationListener cancelling =
        onSlice(
            () -> {
              slices.add(1);
              if (slices.size() == last) {
                session.cancel();
              }
            });
    session.addListener(cancelling);
    assertThatThrownBy(session::propagate).isInstanceOf(PropagationCancelledException.class);
    session.removeListener(cancelling);
    assertThat(slices).hasSize(last);
    requireUsable();
  }

  @Test
  void aCancelJustBeforeThePropagationIsNotLost() {
    session.cancel();
    assertThatThrownBy(session::propagate).isInstanceOf(PropagationCancelledException.class);
    requireUsable();
    session.propagate();
    session.cancel();
    assertThatThrownBy(session::propagate)
        .as("even if there was nothing to do")
        .isInstanceOf(PropagationCancelledException.class);
    session.cancel();
    session.renameObject(1, "other");
    session.propagate();
  }

  @Test
  void aCancelOfWhatIsDoneIsTooLate() {
    List<Boolean> late = new ArrayList<>();
    List<CompletableFuture<PropagationReport>> own = new CopyOnWriteArrayList<>();
    CountDownLatch known = new CountDownLatch(1);
    session.addListener(
        new SegmentationListener() {
          @Override
          public void propagated(PropagationReport report) {
            await(known);
            session.cancel();
            late.add(own.get(0).cancel(true));
          }
        });
    own.add(session.propagateAsync(worker));
    known.countDown();
    assertThat(own.get(0).join().slicesComputed()).isPositive();
    assertThat(late).containsExactly(false);
    session.undo();
    before.requireSame(session, "after undoing it");
  }

  @Test
  void progressIsOverAllOfTheWorkAndNeverGoesBack() {
    List<Double> fractions = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    List<Integer> slices = new ArrayList<>();
    AtomicInteger afterTheNetwork = new AtomicInteger();
    int most = 4;
    session.addListener(
        new SegmentationListener() {
          @Override
          public void progress(double fraction, double secondsLeft) {
            fractions.add(fraction);
            seconds.add(secondsLeft);
            if (slices.size() == most) {
              afterTheNetwork.incrementAndGet();
            }
          }

          @Override
          public void slicePredicted(int object, Axis axis, int slice, org.mem3d.SliceMask mask) {
            assertThat(mask.width()).isEqualTo(48);
            assertThat(mask.height()).isEqualTo(40);
            assertThat(fractions).isNotEmpty();
            slices.add(slice);
          }
        });
    session.propagate();
    assertThat(slices).containsExactlyInAnyOrder(0, 1, 3, 4);
    assertThat(fractions).isSorted().startsWith(0.0).endsWith(1.0).doesNotHaveDuplicates();
    assertThat(afterTheNetwork).as("calls after the network").hasPositiveValue();
    assertThat(seconds.get(0)).isNaN();
    assertThat(seconds.subList(1, seconds.size())).allMatch(left -> left >= 0);
    assertThat(seconds).last().isEqualTo(0.0);
  }

  @Test
  void anotherThreadCancels() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    SegmentationListener listener =
        onSlice(
            () -> {
              begun.countDown();
              await(cancelled);
            });
    session.addListener(listener);
    worker.execute(
        () -> {
          await(begun);
          session.cancel();
          cancelled.countDown();
        });
    assertThatThrownBy(session::propagate).isInstanceOf(PropagationCancelledException.class);
    session.removeListener(listener);
    requireUsable();
  }

  @Test
  void propagationRunsOnAnExecutor() {
    Thread here = Thread.currentThread();
    AtomicBoolean elsewhere = new AtomicBoolean();
    session.addListener(onSlice(() -> elsewhere.set(Thread.currentThread() != here)));
    PropagationReport report = session.propagateAsync(worker).join();
    assertThat(elsewhere).isTrue();
    assertThat(report.slicesComputed()).isPositive();
    assertThat(phantom.dice(session.mask(), 1)).isGreaterThan(0.6);
    Snapshot after = Snapshot.of(session);
    session.undo();
    session.propagate();
    after.requireSame(session, "when run here");
  }

  @Test
  void cancellingTheFutureStopsTheWork() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> heard = new ArrayList<>();
    SegmentationListener listener =
        onSlice(
            () -> {
              heard.add("slice");
              begun.countDown();
              await(go);
            });
    session.addListener(listener);
    CompletableFuture<PropagationReport> future = session.propagateAsync(worker);
    await(begun);
    // The work waits: cancelling it does not.
    assertThat(future.cancel(true)).isTrue();
    assertThat(future).as("done once the work has stopped").isNotDone();
    assertThatThrownBy(session::undo)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("propagating");
    go.countDown();
    assertThatThrownBy(future::join).isInstanceOf(PropagationCancelledException.class);
    // From here on nothing runs any more: the session is this thread's again.
    session.removeListener(listener);
    assertThat(future).isCancelled();
    requireUsable();
  }

  @Test
  void aFutureCancelledBeforeItsTurnNeverRuns() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    worker.execute(() -> await(go));
    CompletableFuture<PropagationReport> future = session.propagateAsync(worker);
    assertThat(future.cancel(false)).isTrue();
    assertThat(future).isCancelled();
    assertThatThrownBy(future::join)
        .isInstanceOf(PropagationCancelledException.class)
        .hasMessageContaining("before it began");
    go.countDown();
    worker.submit(() -> {}).get(60, TimeUnit.SECONDS);
    requireUsable();
  }

  @Test
  void aFutureThatTimedOutBeforeItsTurnGivesTheSessionBack() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    worker.execute(() -> await(go));
    CompletableFuture<PropagationReport> late = session.propagateAsync(worker);
    assertThat(late.completeExceptionally(new TimeoutException())).isTrue();
    requireUsable();
    session.undo();
    go.countDown();
    worker.submit(() -> {}).get(60, TimeUnit.SECONDS);
    before.requireSame(session, "after the turn of a future that was done already");
  }

  @Test
  void aFutureThatTimesOutStopsTheWork() throws Exception {
    List<CompletableFuture<PropagationReport>> late = new CopyOnWriteArrayList<>();
    CountDownLatch known = new CountDownLatch(1);
    SegmentationListener listener =
        onSlice(
            () -> {
              await(known);
              late.get(0).completeExceptionally(new TimeoutException());
            });
    session.addListener(listener);
    late.add(session.propagateAsync(worker));
    known.countDown();
    assertThatThrownBy(late.get(0)::join).hasCauseInstanceOf(TimeoutException.class);
    worker.submit(() -> {}).get(60, TimeUnit.SECONDS);
    session.removeListener(listener);
    requireUsable();
  }

  @Test
  void aListenerThatCancelsTheFutureIsStillInThePropagation() throws Exception {
    List<CompletableFuture<PropagationReport>> own = new CopyOnWriteArrayList<>();
    List<Boolean> done = new CopyOnWriteArrayList<>();
    List<String> refused = new CopyOnWriteArrayList<>();
    CountDownLatch known = new CountDownLatch(1);
    SegmentationListener listener =
        onSlice(
            () -> {
              await(known);
              done.add(own.get(0).cancel(true));
              done.add(own.get(0).isDone());
              try {
                session.addObject("more");
              } catch (IllegalStateException e) {
                refused.add(e.getMessage());
              }
            });
    session.addListener(listener);
    own.add(session.propagateAsync(worker));
    known.countDown();
    assertThatThrownBy(own.get(0)::join).isInstanceOf(CancellationException.class);
    session.removeListener(listener);
    assertThat(done).as("asked, but not done yet").isNotEmpty().startsWith(true, false);
    assertThat(refused).isNotEmpty().allMatch(text -> text.contains("propagating"));
    requireUsable();
  }

  @Test
  void cancellingTheSessionFailsTheFuture() {
    SegmentationListener listener = onSlice(session::cancel);
    session.addListener(listener);
    CompletableFuture<PropagationReport> future = session.propagateAsync(worker);
    assertThatThrownBy(future::join).isInstanceOf(PropagationCancelledException.class);
    assertThatThrownBy(future::get).isInstanceOf(PropagationCancelledException.class);
    assertThat(future).isCancelled();
    session.removeListener(listener);
    requireUsable();
  }

  /**
   * A volume that tells when somebody asks for its geometry: of a propagation, only the refinement
   * does.
   */
  private record Watched(Volume volume, Runnable asked) implements Volume {
    @Override
    public int sizeX() {
      return volume.sizeX();
    }

    @Override
    public int sizeY() {
      return volume.sizeY();
    }

    @Override
    public int sizeZ() {
      return volume.sizeZ();
    }

    @Override
    public Geometry geometry() {
      return volume.geometry();
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      asked.run();
      volume.readSlice(axis, index, slice);
    }
  }

  @Test
  void aCancelDuringTheRefinementEndsItAndChangesNothing(SegmentationEngine engine) {
    AtomicInteger questions = new AtomicInteger();
    AtomicInteger slicesLeft = new AtomicInteger(Integer.MAX_VALUE);
    AtomicInteger cancelAt = new AtomicInteger();
    AtomicReference<Runnable> cancel = new AtomicReference<>(() -> {});
    Volume watched =
        new Watched(
            phantom.volume(),
            () -> {
              // The networks are done: what is read now is for the refinement.
              if (slicesLeft.get() == 0 && questions.incrementAndGet() == cancelAt.get()) {
                cancel.get().run();
              }
            });
    try (SegmentationSession refined = engine.newSession(watched)) {
      cancel.set(refined::cancel);
      refined.addListener(
          new SegmentationListener() {
            @Override
            public void sliceDone(int object, Axis axis, int slice, int done, int total) {
              slicesLeft.decrementAndGet();
            }
          });
      for (int object = 1; object <= 2; object++) {
        refined.addObject("object " + object);
        refined.interact(Interaction.mask(object, Axis.Z, 2, phantom.truth(object, 2)));
      }
      int slices = refined.propagate().slicesComputed();
      Snapshot after = Snapshot.of(refined);
      refined.undo();
      slicesLeft.set(slices);
      refined.propagate();
      int all = questions.get();
      refined.undo();
      Snapshot marked = Snapshot.of(refined);
      // As the first object's refinement begins, and about its end; how many slices are kept from
      // before, and so not read, differs with the threads.
      assertThat(all).isGreaterThan(4);
      for (int question : new int[] {1, all / 2}) {
        slicesLeft.set(slices);
        cancelAt.set(question);
        questions.set(0);
        assertThatThrownBy(refined::propagate)
            .as("cancelled at question %d of %d", question, all)
            .isInstanceOf(PropagationCancelledException.class)
            .hasMessageContaining("after " + slices + " of at most");
        assertThat(questions).as("questions before it ended").hasValueLessThan(all);
        cancelAt.set(0);
        marked.requireSame(refined, "after the refinement was cancelled");
        assertThat(refined.canRedo()).as("the propagation that was undone is there").isTrue();
      }
      slicesLeft.set(Integer.MAX_VALUE);
      refined.propagate();
      after.requireSame(refined, "as if it had never been cancelled");
    }
  }

  @Test
  void failuresReachTheFuture() {
    session.undo();
    assertThatThrownBy(() -> session.propagateAsync(worker).join())
        .hasMessageContaining("mark a slice first");
    session.redo();
    requireUsable();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
