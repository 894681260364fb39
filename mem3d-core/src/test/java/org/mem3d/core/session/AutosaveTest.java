package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionFileException;
import org.mem3d.Volume;

/** Files that a session keeps up to date by itself. */
@Timeout(120)
@ExtendWith(SharedEngine.class)
class AutosaveTest {
  private static final Duration NOW = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private final Phantom phantom = Phantom.pair();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final SegmentationListener listener =
      new SegmentationListener() {
        @Override
        public void saved(Path written) {
          heard.add(written);
        }

        @Override
        public void saveFailed(Path failed, Mem3dException error) {
          heard.add(error);
        }
      };

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("work.mem3d");
  }

  private void requireFile(SegmentationEngine engine, Snapshot wanted, Volume volume) {
    try (SegmentationSession restored = engine.restore(file, volume)) {
      wanted.requireSame(restored, "in the file");
    }
  }

  @Test
  void whatChangesIsWrittenSoon(SegmentationEngine engine) throws InterruptedException {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addListener(listener);
      session.addObject("left");
      session.autosave(file, NOW);
      assertThat(heard.take()).isEqualTo(file);
      requireFile(engine, Snapshot.of(session), phantom.volume());
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      assertThat(heard.take()).isEqualTo(file);
      requireFile(engine, Snapshot.of(session), phantom.volume());
      assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).as("nothing has changed").isNull();
    }
    assertThat(heard).as("nothing has changed until it was closed").isEmpty();
  }

  @Test
  void theLastStateIsWrittenWhenTheSessionIsClosed(SegmentationEngine engine) {
    Snapshot last;
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addListener(listener);
      session.autosave(file, NEVER);
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      last = Snapshot.of(session);
      assertThat(file).doesNotExist();
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
    assertThat(heard).containsExactly(file);
    requireFile(engine, last, phantom.volume());
  }

  @Test
  void anotherFileTakesThePlaceOfTheFirst(SegmentationEngine engine) {
    Path other = folder.resolve("other");
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.autosave(file, NEVER);
      session.addObject("left");
      session.autosave(other, NEVER);
      session.addObject("right");
    }
    assertThat(engine.inspect(file).objects()).containsExactly(Map.entry(1, "left"));
    assertThat(engine.inspect(other).objects())
        .containsExactly(Map.entry(1, "left"), Map.entry(2, "right"));
  }

  @Test
  void whatFailsIsToldAndTriedAgain(SegmentationEngine engine)
      throws IOException, InterruptedException {
    Path missing = folder.resolve("later").resolve("work.mem3d");
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addListener(
          new SegmentationListener() {
            @Override
            public void saveFailed(Path failed, Mem3dException error) {
              throw new IllegalArgumentException("the window is gone");
            }
          });
      session.addListener(listener);
      session.addObject("left");
      session.autosave(missing, NOW);
      assertThat(heard.take())
          .isInstanceOfSatisfying(
              SessionFileException.class,
              e -> assertThat(e.reason()).isEqualTo(SessionFileException.Reason.NOT_WRITTEN))
          .asString()
          .contains(missing.toString());
      session.addObject("right");
      Files.createDirectory(missing.getParent());
      Object last = heard.take();
      while (!missing.equals(last)) {
        last = heard.take();
      }
    }
    assertThat(engine.inspect(missing).objects())
        .containsExactly(Map.entry(1, "left"), Map.entry(2, "right"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread that saves", e);
    }
  }

  @Test
  void noStepWaitsForTheWriting(SegmentationEngine engine) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    float[] voxels = phantom.voxels();
    Volume slow =
        Volume.of(
            (x, y, z) -> {
              if (Thread.currentThread().getName().equals("mem3d-autosave")) {
                begun.countDown();
                await(goOn);
              }
              return voxels[x + 48 * (y + 40 * z)];
            },
            48,
            40,
            5,
            Geometry.ofSpacing(1, 1, 2));
    Snapshot last;
    try (SegmentationSession session = engine.newSession(slow)) {
      session.autosave(file, NOW);
      session.addObject("left");
      begun.await();
      session.interact(Interaction.scribble(1, Axis.Z, 2, 9, 19, 17, 20));
      session.propagate();
      session.undo();
      last = Snapshot.of(session);
      assertThat(file).doesNotExist();
      goOn.countDown();
    }
    requireFile(engine, last, phantom.volume());
  }

  @Test
  void aListenerMayCloseTheSession(SegmentationEngine engine) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    SegmentationSession session = engine.newSession(phantom.volume());
    session.addListener(
        new SegmentationListener() {
          @Override
          public void saved(Path written) {
            session.close();
            closed.countDown();
          }
        });
    session.addObject("left");
    session.autosave(file, NOW);
    closed.await();
    assertThatThrownBy(session::objects).isInstanceOf(IllegalStateException.class);
    assertThat(engine.inspect(file).objects()).containsExactly(Map.entry(1, "left"));
  }

  @Test
  void aPaceIsAboveZero(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      assertThatThrownBy(() -> session.autosave(file, Duration.ZERO))
          .isInstanceOf(Mem3dException.class)
          .hasMessageContaining("PT0S");
    }
    assertThat(file).doesNotExist();
  }
}
