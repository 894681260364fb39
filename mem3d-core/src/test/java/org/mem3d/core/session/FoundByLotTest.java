package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;

/** What random sessions have found ({@link RandomSessionTest}). */
class FoundByLotTest {
  private static final int X = 48;
  private static final int Y = 40;

  private SegmentationEngine engine;
  private SegmentationSession session;

  @BeforeEach
  void open() {
    engine = QuickNetworks.engine(EngineSettings.DEFAULT);
    session = engine.newSession(Phantom.pair().volume());
  }

  @AfterEach
  void close() {
    session.close();
    engine.close();
  }

  private static SliceMask columns(int first, int last) {
    return SliceMask.of(X, Y, i -> i % X >= first && i % X <= last && i / X >= 10 && i / X <= 30);
  }

  private void requireWithin(Box limit, int slice) {
    SliceMask mask = session.mask().slice(1, Axis.Z, slice);
    for (int i = 0; i < X * Y; i++) {
      assertThat(!mask.contains(i) || limit.contains(i % X, i / X, slice)).isTrue();
    }
  }

  @Test
  void aPredictionOfBeforeTheLimitComesBackWithinIt() {
    byte[] labels = new byte[X * Y * 5];
    java.util.Arrays.fill(labels, (byte) 1);
    session.addObjects(new Mask(X, Y, 5, Geometry.ofSpacing(1, 1, 2), labels), Axis.Z);
    session.interact(Interaction.mask(1, Axis.Z, 2, columns(3, 20)));
    Box limit = new Box(0, 0, 0, 12, Y, 3);
    session.limitObject(1, limit);
    session.interact(Interaction.mask(1, Axis.Z, 1, columns(3, 20)));
    session.withdraw(1, 2);
    requireWithin(limit, 2);
    assertThat(session.mask().slice(1, Axis.Z, 2).isEmpty()).isFalse();
    session.withdraw(1, 1);
    for (int slice = 0; slice < 5; slice++) {
      requireWithin(limit, slice);
    }
  }

  @Test
  void marksAreKeptUnderWhatALockedObjectHolds() {
    session.addObject("locked");
    session.addObject("under it");
    session.interact(Interaction.mask(1, Axis.Z, 2, columns(3, 20)));
    session.lockObject(1);
    session.interact(Interaction.scribble(2, Axis.Z, 2, 10, 15, 40, 15));
    session.interact(Interaction.negativeClick(2, Axis.Z, 2, 46, 38));
    session.unlockObject(1);
    session.removeObject(1);
    SliceMask mask = session.mask().slice(2, Axis.Z, 2);
    for (int u = 10; u <= 40; u++) {
      assertThat(mask.contains(u, 15)).as("u %d", u).isTrue();
    }
  }

  @Test
  void aMarkBesideAnInnerObjectIsKeptWhenThatIsRemoved() {
    session.addObject("outer");
    session.addObject("inner", 1);
    session.interact(Interaction.mask(1, Axis.Z, 2, columns(3, 40)));
    session.interact(Interaction.mask(2, Axis.Z, 2, columns(10, 20)));
    session.interact(Interaction.negativeClick(1, Axis.Z, 2, 15, 20));
    session.removeObject(2);
    assertThat(session.mask().label(15, 20, 2)).isZero();
  }
}
