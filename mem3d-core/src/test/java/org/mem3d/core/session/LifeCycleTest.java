package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;

/** Engines and sessions from opening to closing. */
@Timeout(120)
class LifeCycleTest {
  private final Phantom phantom = Phantom.pair();
  private final Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);

  private CoreEngine open() {
    ModelFiles files = ModelFiles.open(null, LifeCycleTest.class.getClassLoader());
    return new CoreEngine(backend, files, EngineSettings.DEFAULT);
  }

  private SegmentationSession marked(SegmentationEngine engine) {
    SegmentationSession session = engine.newSession(phantom.volume());
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
    return session;
  }

  @Test
  void everyByteIsGivenBack() {
    CoreEngine engine = open();
    long most = 0;
    for (int round = 0; round < 2; round++) {
      try (SegmentationSession session = marked(engine)) {
        session.interact(Interaction.click(1, Axis.Z, 3, 13, 19));
        failOnce(session);
        session.propagate();
      }
      long held = backend.allocatedBytes();
      assertThat(held).isPositive();
      most = round == 0 ? held : most;
      assertThat(held).as("a second session needs no more memory").isEqualTo(most);
    }
    assertThat(engine.describe()).contains("reference", "safetensors");
    engine.close();
    assertThat(backend.allocatedBytes()).isZero();
  }

  private static void failOnce(SegmentationSession session) {
    SegmentationListener failing =
        new SegmentationListener() {
          @Override
          public void sliceDone(int object, Axis axis, int slice, int done, int total) {
            throw new IllegalArgumentException("enough");
          }
        };
    session.addListener(failing);
    assertThatThrownBy(session::propagate).hasMessage("enough");
    session.removeListener(failing);
  }

  @Test
  void closedSessionsAreNotUsed() {
    try (CoreEngine engine = open()) {
      SegmentationSession session = marked(engine);
      session.close();
      session.close();
      requireRefused(session, "the session is closed");
    }
  }

  @Test
  void closedEnginesAreNotUsed() {
    CoreEngine engine = open();
    SegmentationSession session = marked(engine);
    engine.close();
    engine.close();
    assertThatThrownBy(() -> engine.newSession(phantom.volume()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine is closed");
    requireRefused(session, "the engine is closed");
    session.close();
  }

  private void requireRefused(SegmentationSession session, String message) {
    List<Callable<?>> uses =
        List.of(
            () -> session.addObject("more"),
            session::objects,
            () -> session.interact(Interaction.absent(1, Axis.Z, 0)),
            session::propagate,
            () -> session.propagateAsync(Runnable::run),
            () -> session.suggest(1),
            () -> session.quality(1),
            session::mask,
            () -> session.mask(1),
            () -> session.probability(1),
            () -> session.expectedDice(1),
            () -> session.uncertainty(1),
            () -> session.confirm(1, 0),
            () -> session.allowOverlap(true),
            () -> {
              session.addListener(new SegmentationListener() {});
              return 0;
            },
            session::canUndo,
            session::canRedo,
            () -> {
              session.undo();
              return 0;
            },
            () -> {
              session.redo();
              return 0;
            });
    for (Callable<?> use : uses) {
      assertThatThrownBy(use::call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }
    session.cancel();
  }

  @Test
  void anEngineClosedDuringAPropagationEndsItAndThenCloses() {
    CoreEngine engine = open();
    try (SegmentationSession session = marked(engine)) {
      session.addListener(
          new SegmentationListener() {
            @Override
            public void sliceDone(int object, Axis axis, int slice, int done, int total) {
              engine.close();
              assertThat(backend.allocatedBytes())
                  .as("memory in use is not taken away")
                  .isPositive();
            }
          });
      assertThatThrownBy(session::propagate)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the engine is closed");
    }
    assertThat(backend.allocatedBytes()).isZero();
  }

  @Test
  void aSessionClosedDuringItsPropagationEndsIt() {
    try (CoreEngine engine = open()) {
      SegmentationSession session = marked(engine);
      session.addListener(
          new SegmentationListener() {
            @Override
            public void sliceDone(int object, Axis axis, int slice, int done, int total) {
              session.close();
            }
          });
      assertThatThrownBy(session::propagate)
          .isInstanceOf(org.mem3d.PropagationCancelledException.class);
      assertThatThrownBy(session::mask).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSessionClosedBeforeItsPropagationBeganSaysSo() {
    try (CoreEngine engine = open()) {
      SegmentationSession session = marked(engine);
      List<Runnable> waiting = new ArrayList<>();
      CompletableFuture<PropagationReport> future = session.propagateAsync(waiting::add);
      session.close();
      waiting.get(0).run();
      assertThatThrownBy(future::join)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the session is closed");
    }
  }

  @Test
  void sessionsInTwoThreadsAreAsAlone() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (CoreEngine engine = open()) {
      Snapshot alone = work(engine);
      Future<Snapshot> first = threads.submit(() -> work(engine));
      Future<Snapshot> second = threads.submit(() -> work(engine));
      assertThat(first.get().equals(alone)).isTrue();
      assertThat(second.get().equals(alone)).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(backend.allocatedBytes()).isZero();
  }

  private Snapshot work(CoreEngine engine) {
    try (SegmentationSession session = marked(engine)) {
      session.interact(Interaction.negativeClick(1, Axis.Z, 2, 30, 5));
      session.propagate();
      return Snapshot.of(session);
    }
  }
}
