package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.PropagationCancelledException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * Volumes that a program wraps itself, and that do what they should not: the step ends with an
 * exception that names slice and cause, the session is as it was, and the step can be tried again.
 */
@Timeout(120)
@ExtendWith(SharedEngine.class)
class HostVolumeTest {
  private static final Phantom PHANTOM = Phantom.pair();

  private final Host host = new Host();
  private @Nullable SegmentationSession open;

  /** What a program's reader does beside reading, or instead. */
  private interface Trick {
    /** Plays it after the slice was read. */
    void play(Axis axis, int index, float[] slice) throws Exception;
  }

  /** A phantom that plays a trick. */
  private static final class Host implements Volume {
    private final Volume inside = PHANTOM.volume();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Trick trick = (axis, index, slice) -> {};
    private volatile int sizeZ = inside.sizeZ();
    private volatile @Nullable Geometry geometry = inside.geometry();

    @Override
    public int sizeX() {
      return inside.sizeX();
    }

    @Override
    public int sizeY() {
      return inside.sizeY();
    }

    @Override
    public int sizeZ() {
      return sizeZ;
    }

    @Override
    @SuppressWarnings("NullAway") // one of the tricks
    public Geometry geometry() {
      return geometry;
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      reads.incrementAndGet();
      inside.readSlice(axis, index, slice);
      try {
        trick.play(axis, index, slice);
      } catch (Exception e) {
        Host.<RuntimeException>sneak(e);
      }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Exception> void sneak(Exception e) throws T {
      throw (T) e;
    }
  }

  private SegmentationSession session(SegmentationEngine engine) {
    SegmentationSession session = engine.newSession(host);
    open = session;
    session.addObject("left");
    session.addObject("right");
    return session;
  }

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private static void mark(SegmentationSession session) {
    session.interact(Interaction.click(1, Axis.Z, 3, 13, 19));
  }

  private static void propagate(SegmentationSession session) {
    session.propagate();
  }

  /** Takes the two steps, each first with the trick and then without. */
  private void requireHarmless(SegmentationEngine engine, Trick trick, String... told) {
    SegmentationSession session = session(engine);
    requireRefused(session, HostVolumeTest::mark, trick, told);
    mark(session);
    session.interact(Interaction.mask(1, Axis.Z, 1, PHANTOM.truth(1, 1)));
    requireRefused(session, HostVolumeTest::propagate, trick, told);
    session.propagate();
    assertThat(session.mask()).isEqualTo(expected(engine));
  }

  private void requireRefused(
      SegmentationSession session,
      Consumer<SegmentationSession> step,
      Trick trick,
      String... told) {
    Snapshot before = Snapshot.of(session);
    host.trick = trick;
    assertThatThrownBy(() -> step.accept(session))
        .isInstanceOf(VolumeException.class)
        .message()
        .contains(told)
        .containsPattern("Z=[0-9]");
    host.trick = (axis, index, slice) -> {};
    before.requireSame(session, "after a read that failed");
  }

  private static Mask expected(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(PHANTOM.volume())) {
      session.addObject("left");
      session.addObject("right");
      mark(session);
      session.interact(Interaction.mask(1, Axis.Z, 1, PHANTOM.truth(1, 1)));
      session.propagate();
      return session.mask();
    }
  }

  @Test
  void readersThatThrow(SegmentationEngine engine) {
    requireHarmless(
        engine,
        (axis, index, slice) -> {
          throw new UncheckedIOException(new IOException("the tape tore"));
        },
        "cannot be read",
        "the tape tore");
  }

  @Test
  void readersThatThrowWhatIsChecked(SegmentationEngine engine) {
    requireHarmless(
        engine,
        (axis, index, slice) -> {
          throw new IOException("the network is gone");
        },
        "the network is gone");
  }

  @Test
  void readersThatThrowErrors(SegmentationEngine engine) {
    requireHarmless(
        engine,
        (axis, index, slice) -> {
          throw new NoClassDefFoundError("com/example/Codec");
        },
        "com/example/Codec");
  }

  @Test
  void readersThatFillAPart(SegmentationEngine engine) {
    float[] untouched = new float[PHANTOM.volume().sliceSize(Axis.Z)];
    requireHarmless(
        engine,
        new Trick() {
          @Override
          public void play(Axis axis, int index, float[] slice) {
            // What was there before is put back, as if the second half had not been written.
            System.arraycopy(unwritten(slice.length), 0, slice, slice.length / 2, slice.length / 2);
          }

          private float[] unwritten(int length) {
            float[] values = untouched.clone();
            new CheckedVolume(
                    new Volume() {
                      @Override
                      public int sizeX() {
                        return length;
                      }

                      @Override
                      public int sizeY() {
                        return 1;
                      }

                      @Override
                      public int sizeZ() {
                        return 1;
                      }

                      @Override
                      public Geometry geometry() {
                        return Geometry.UNIT;
                      }

                      @Override
                      public void readSlice(Axis axis, int index, float[] slice) {
                        System.arraycopy(slice, 0, values, 0, length);
                        Arrays.fill(slice, 0, length, 0);
                      }
                    })
                .readSlice(Axis.Z, 0, new float[length]);
            return values;
          }
        },
        "960 of the 1920 values",
        "every one");
  }

  /** On whichever thread memory runs out, the step ends with the error itself. */
  @Test
  void stepsThatRunOutOfMemory(SegmentationEngine engine) {
    SegmentationSession session = session(engine);
    Snapshot empty = Snapshot.of(session);
    Trick full =
        (axis, index, slice) -> {
          throw new OutOfMemoryError("as told");
        };
    host.trick = full;
    assertThatThrownBy(() -> mark(session)).isInstanceOf(OutOfMemoryError.class);
    empty.requireSame(session, "after a mark for which there was no memory");
    host.trick = (axis, index, slice) -> {};
    mark(session);
    session.interact(Interaction.mask(1, Axis.Z, 1, PHANTOM.truth(1, 1)));
    Snapshot marked = Snapshot.of(session);
    host.trick = full;
    assertThatThrownBy(session::propagate).isInstanceOf(OutOfMemoryError.class);
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      assertThatThrownBy(() -> session.propagateAsync(worker).get())
          .hasCauseInstanceOf(OutOfMemoryError.class);
    } finally {
      worker.shutdown();
    }
    marked.requireSame(session, "after propagations for which there was no memory");
    host.trick = (axis, index, slice) -> {};
    session.propagate();
    assertThat(session.mask()).isEqualTo(expected(engine));
  }

  /** Only the read of a certain number fails, whichever part of the work it is for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 11})
  void readersThatThrowOnce(int number, SegmentationEngine engine) {
    SegmentationSession session = session(engine);
    mark(session);
    session.interact(Interaction.mask(1, Axis.Z, 1, PHANTOM.truth(1, 1)));
    session.propagate();
    session.undo();
    Snapshot before = Snapshot.of(session);
    // Nothing is kept of another session.
    session.close();
    session = session(engine);
    AtomicInteger left = new AtomicInteger(number);
    host.trick =
        (axis, index, slice) -> {
          if (left.decrementAndGet() == 0) {
            Arrays.fill(slice, 1e6f);
            throw new IllegalStateException("read " + number);
          }
        };
    int failures = 0;
    while (failures < 2) {
      try {
        if (session.quality(1).isEmpty()) {
          mark(session);
        }
        if (session.quality(1).stream()
                .mapToInt(quality -> quality.area())
                .filter(a -> a > 0)
                .count()
            == 1) {
          session.interact(Interaction.mask(1, Axis.Z, 1, PHANTOM.truth(1, 1)));
        }
        before.requireSame(session, "before the propagation");
        session.propagate();
        break;
      } catch (VolumeException e) {
        assertThat(e).hasMessageContaining("read " + number);
        failures++;
      }
    }
    assertThat(failures).isLessThanOrEqualTo(1);
    assertThat(session.mask()).isEqualTo(expected(engine));
  }

  @Test
  void volumesThatChangeTheirSize(SegmentationEngine engine) {
    SegmentationSession session = session(engine);
    Snapshot before = Snapshot.of(session);
    host.sizeZ = 4;
    assertThatThrownBy(() -> mark(session))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("48x40x4", "48x40x5", "Z=");
    before.requireSame(session, "after the volume shrank");
    assertThat(session.mask().sizeZ()).isEqualTo(5);
    host.sizeZ = 5;
    mark(session);
  }

  @Test
  void volumesThatMove(SegmentationEngine engine) {
    SegmentationSession session = session(engine);
    host.geometry = Geometry.ofSpacing(9, 9, 9);
    assertThatThrownBy(() -> mark(session))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("9.000x9.000x9.000", "Z=");
    host.geometry = null;
    assertThatThrownBy(() -> mark(session)).isInstanceOf(VolumeException.class);
    assertThat(session.mask().geometry()).isEqualTo(PHANTOM.volume().geometry());
  }

  @Test
  void volumesThatDoNotTellWhatTheyAre(SegmentationEngine engine) {
    host.geometry = null;
    assertThatThrownBy(() -> engine.newSession(host))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("geometry is null");
    host.geometry = Geometry.UNIT;
    for (int size : new int[] {0, -3, Integer.MAX_VALUE}) {
      host.sizeZ = size;
      assertThatThrownBy(() -> engine.newSession(host))
          .isInstanceOf(VolumeException.class)
          .hasMessageContaining("48x40x" + size);
    }
  }

  @Test
  void valuesThatAreNoNumbers(SegmentationEngine engine) {
    host.trick =
        (axis, index, slice) -> {
          slice[0] = Float.NaN;
          slice[1] = Float.POSITIVE_INFINITY;
          slice[2] = Float.NEGATIVE_INFINITY;
          slice[3] = -Float.MAX_VALUE;
        };
    SegmentationSession session = session(engine);
    mark(session);
    session.propagate();
    assertThat(session.mask().count(1)).isPositive();
    assertThat(session.quality(1))
        .allSatisfy(quality -> assertThat(quality.predictedDice()).isBetween(0f, 1f));
  }

  /** A reader that calls the session or the engine would wait for itself, or mix two steps. */
  @Test
  void readersThatCallBack(SegmentationEngine engine) {
    requireHarmless(engine, (axis, index, slice) -> mark(session()), "session is");
    close();
    requireHarmless(engine, (axis, index, slice) -> session().undo(), "session is");
    try (SegmentationSession other = engine.newSession(PHANTOM.volume())) {
      other.addObject("else");
      close();
      requireHarmless(engine, (axis, index, slice) -> mark(other), "called the engine");
    }
  }

  private SegmentationSession session() {
    assertThat(open).isNotNull();
    return open;
  }

  /** One read is under way when the propagation is cancelled; no other one follows. */
  @Test
  void aCancelDuringASlowReadCountsAfterIt(SegmentationEngine engine) throws Exception {
    SegmentationSession session = session(engine);
    session.interact(Interaction.mask(1, Axis.Z, 2, PHANTOM.truth(1, 2)));
    Snapshot before = Snapshot.of(session);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    host.trick =
        (axis, index, slice) -> {
          begun.incrementAndGet();
          reading.countDown();
          cancelled.await();
        };
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      Future<?> propagation = worker.submit(() -> session.propagate());
      reading.await();
      session.cancel();
      cancelled.countDown();
      assertThatThrownBy(propagation::get).hasCauseInstanceOf(PropagationCancelledException.class);
    } finally {
      worker.shutdown();
    }
    // Each of the engine's threads may have been in a read of its own.
    assertThat(begun.get()).isBetween(1, Runtime.getRuntime().availableProcessors());
    before.requireSame(session, "after the cancel");
  }

  @Test
  void aSessionClosedByItsReaderEnds(SegmentationEngine engine) {
    SegmentationSession session = session(engine);
    host.trick = (axis, index, slice) -> session.close();
    assertThatThrownBy(() -> mark(session)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::mask).isInstanceOf(IllegalStateException.class);
  }

  /** Steps of two threads do not mix: one of them is refused, none is lost. */
  @Test
  void stepsOfTwoThreadsDoNotMix(SegmentationEngine engine) throws Exception {
    SegmentationSession session = session(engine);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    host.trick =
        (axis, index, slice) -> {
          reading.countDown();
          refused.await();
        };
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread first = new Thread(() -> mark(session));
    first.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
    first.start();
    reading.await();
    try {
      for (Runnable step :
          new Runnable[] {
            () -> session.addObject("third"),
            session::undo,
            session::propagate,
            () -> session.interact(Interaction.absent(2, Axis.Z, 1))
          }) {
        assertThatThrownBy(step::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("taking a mark");
      }
      assertThat(session.objects()).hasSize(2);
    } finally {
      refused.countDown();
      first.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(session.quality(1)).isNotEmpty();
  }
}
