package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationSession;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.BatchSizes;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.DeviceException;
import org.mem3d.testkit.FakeDevice;
import org.mem3d.testkit.FakeDevice.Fault;

/** Devices that run full, fail or vanish: the session's work is all there, to the byte. */
class DeviceFaultsTest {
  private static final long PLENTY = 1L << 34;

  private static final Recalling CPU = new Recalling();
  private static final ModelFiles FILES =
      ModelFiles.open(null, DeviceFaultsTest.class.getClassLoader());

  /** What the networks need does not depend on the device: counted once for all sessions. */
  private final Map<EngineSettings, DeviceBudget> budgets = new HashMap<>();

  /** Backends that were opened to go on with. */
  private final List<Backend> others = new ArrayList<>();

  private CoreEngine engine(FakeDevice device, EngineSettings settings) {
    return new CoreEngine(
        device.open(BackendOptions.DEFAULT),
        FILES,
        settings,
        failed -> {
          assertThat(failed).containsExactly("fake");
          others.add(CPU.open(BackendOptions.DEFAULT));
          return others.get(others.size() - 1);
        },
        budgets.computeIfAbsent(settings, key -> new DeviceBudget()));
  }

  /** Two rounds: a mark and a propagation, a correction and a propagation. */
  private static Snapshot play(CoreEngine engine) {
    Phantom phantom = Phantom.pair();
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.box(1, Axis.Z, 2, 5, 10, 21, 28));
      session.propagate();
      session.interact(Interaction.click(1, Axis.Z, 3, 13, 19));
      session.propagate();
      return Snapshot.of(session);
    }
  }

  private static void requireSame(Snapshot now, Snapshot wanted, String when) {
    assertThat(now.equals(wanted)).as("the session is the same with " + when).isTrue();
  }

  /** Every third call of each kind, beginning by lot: so over some builds every call. */
  @Tag("slow") // two rounds for each call
  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultAtAnyCallLosesNothing(Fault fault) {
    FakeDevice sound = new FakeDevice(CPU, PLENTY);
    Snapshot wanted;
    try (CoreEngine engine = engine(sound, EngineSettings.DEFAULT)) {
      wanted = play(engine);
      assertThat(engine.backendName()).isEqualTo("fake");
    }
    assertThat(sound.usedBytes()).isZero();
    assertThat(sound.calls()).isGreaterThan(100);
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    int every = Integer.getInteger("mem3d.every", 3);
    System.out.println(fault + ": -Dmem3d.seed=" + seed + " -Dmem3d.every=" + every);
    for (long call = Math.floorMod(seed, every); call < sound.calls(); call += every) {
      if (fault == Fault.LAUNCH_FAILURE && !sound.wasRun(call)) {
        continue;
      }
      String when = fault + " at call " + call + " of " + sound.calls();
      FakeDevice device = new FakeDevice(CPU, PLENTY).failAt(call, fault);
      try (CoreEngine engine = engine(device, EngineSettings.DEFAULT)) {
        requireSame(play(engine), wanted, when);
        assertThat(device.calls()).as(when).isGreaterThan(call);
        boolean moved = !engine.backendName().equals("fake");
        assertThat(moved).as("moved after " + when).isEqualTo(fault != Fault.OUT_OF_MEMORY);
      }
      assertThat(device.usedBytes()).as("bytes left after " + when).isZero();
    }
    for (Backend other : others) {
      assertThat(other.allocatedBytes()).as("bytes left of the next backend").isZero();
    }
  }

  @Test
  void littleMemoryMakesBatchesSmaller() {
    Snapshot wanted;
    FakeDevice large = new FakeDevice(CPU, PLENTY);
    try (CoreEngine engine = engine(large, EngineSettings.DEFAULT)) {
      wanted = play(engine);
      assertThat(engine.describe()).contains("in batches of at most 8; free: ");
    }
    ModelFactory models =
        ModelFactory.of(
            CPU.open(BackendOptions.DEFAULT),
            FILES,
            EngineSettings.DEFAULT,
            WorkerPool.CALLING_THREAD);
    for (int largest : new int[] {8, 4, 2, 1}) {
      long need = models.need(new BatchSizes(largest)).bytes();
      FakeDevice device = new FakeDevice(CPU, need * 9 / 8);
      try (CoreEngine engine = engine(device, EngineSettings.DEFAULT)) {
        requireSame(play(engine), wanted, "batches of at most " + largest);
        assertThat(engine.backendName()).isEqualTo("fake");
        assertThat(engine.describe()).contains("in batches of at most " + largest + ";");
      }
      assertThat(device.peakBytes()).isLessThanOrEqualTo(need * 9 / 8);
    }
    long least = models.need(new BatchSizes(1)).bytes();
    FakeDevice tiny = new FakeDevice(CPU, least / 2);
    try (CoreEngine engine = engine(tiny, EngineSettings.DEFAULT)) {
      requireSame(play(engine), wanted, "a tiny device");
      assertThat(engine.backendName()).isEqualTo("reference");
      assertThat(tiny.peakBytes()).as("nothing was tried in vain").isZero();
    }
  }

  @Test
  void whatIsPlannedIsNotExceeded() {
    ModelFactory models =
        ModelFactory.of(
            CPU.open(BackendOptions.DEFAULT),
            FILES,
            EngineSettings.DEFAULT,
            WorkerPool.CALLING_THREAD);
    long need = models.need(BatchSizes.ALL).bytes();
    FakeDevice device = new FakeDevice(CPU, PLENTY);
    try (CoreEngine engine = engine(device, EngineSettings.DEFAULT.withCacheBytes(0))) {
      play(engine);
    }
    assertThat(device.peakBytes()).isLessThanOrEqualTo(need);
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void everyPlanGivesTheSameInSmallerBatches(PropagationPlan plan) {
    EngineSettings settings =
        EngineSettings.DEFAULT.withPropagation(PropagationSettings.DEFAULT.withPlan(plan));
    ModelFactory models =
        ModelFactory.of(
            CPU.open(BackendOptions.DEFAULT), FILES, settings, WorkerPool.CALLING_THREAD);
    Snapshot wanted;
    try (CoreEngine engine = engine(new FakeDevice(CPU, PLENTY), settings)) {
      wanted = play(engine);
    }
    long need = models.need(new BatchSizes(1)).bytes();
    try (CoreEngine engine = engine(new FakeDevice(CPU, need * 9 / 8), settings)) {
      requireSame(play(engine), wanted, plan + " in batches of 1");
      assertThat(engine.backendName()).isEqualTo("fake");
    }
  }

  @Test
  void withoutAnotherBackendTheSessionStaysAsItWas() {
    FakeDevice device = new FakeDevice(CPU, PLENTY).failAt(400, Fault.DEVICE_LOSS);
    try (CoreEngine engine =
            new CoreEngine(device.open(BackendOptions.DEFAULT), FILES, EngineSettings.DEFAULT);
        SegmentationSession session = engine.newSession(Phantom.pair().volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, Phantom.pair().truth(1, 2)));
      Snapshot before = Snapshot.of(session);
      DeviceException lost = null;
      for (int round = 0; lost == null && round < 100; round++) {
        before = Snapshot.of(session);
        lost = catchThrowableOfType(DeviceException.class, () -> again(session));
      }
      assertThat(lost).isNotNull();
      assertThat(lost.getSuppressed()).hasSize(1);
      assertThat(lost.getSuppressed()[0])
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("no other backend");
      before.requireSame(session, "after the device was lost");
      assertThatThrownBy(session::propagate).isInstanceOf(DeviceException.class);
      session.interact(Interaction.mask(1, Axis.Z, 3, Phantom.pair().truth(1, 3)));
    }
  }

  /** A step that needs the device: no mask fits this box, so that it is never agreed with. */
  private static void again(SegmentationSession session) {
    session.interact(Interaction.box(1, Axis.Z, 2, 0, 2, 30, 37));
  }
}
