package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.spi.BackendStatus;

/** Engines that are warmed up, and the backends that a program can list. */
class WarmUpTest {
  private static Snapshot work(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(Phantom.pair().volume())) {
      session.addObject("left");
      session.interact(Interaction.click(1, Axis.Z, 2, 13, 19));
      session.propagate();
      return Snapshot.of(session);
    }
  }

  @Test
  void aWarmEngineGivesTheSameBytes() {
    try (SegmentationEngine cold = SharedEngine.open();
        SegmentationEngine warm = SharedEngine.open()) {
      long before = warm.offHeapBytes();
      warm.warmUp();
      assertThat(warm.offHeapBytes()).as("the networks are there").isGreaterThan(before);
      assertThat(work(warm).equals(work(cold))).isTrue();
    }
  }

  @Test
  void aClosedEngineIsNotWarmedUp() {
    SegmentationEngine engine = SharedEngine.open();
    engine.close();
    assertThatThrownBy(engine::warmUp).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void backendsAreListed() {
    assertThat(SegmentationEngine.builder().backends())
        .extracting(BackendStatus::name)
        .contains("reference");
  }
}
