package org.mem3d.core.session;

import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.PropagationScope;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;

/** A session on {@link Phantom#pair} in which everything was called once. */
final class WorkedSession {
  private WorkedSession() {}

  static SliceMask disc(int u, int v, int radius) {
    return SliceMask.of(48, 40, i -> Math.hypot(i % 48 - u, Math.floorDiv(i, 48) - v) <= radius);
  }

  /** A call of every kind, with something undone at the end. */
  static SegmentationSession on(SegmentationEngine engine) {
    SegmentationSession session = engine.newSession(Phantom.pair().volume());
    session.volumeSource("/scans/\"pair\"\n.nii");
    session.addObject("left \u00e9\ud83d\ude00 \ud800");
    session.addObject("part", 1);
    session.interact(Interaction.scribble(1, Axis.Z, 2, 9.25, 19, 17.5, 20.125));
    session.interact(Interaction.click(1, Axis.Z, 2, 13, 14));
    session.interact(Interaction.negativeClick(1, Axis.Z, 2, 30, 3));
    session.checkpoint("begun");
    session.propagate();
    byte[] labels = new byte[48 * 40 * 5];
    for (int i = 0; i < 400; i++) {
      labels[2 * 48 * 40 + 1000 + i % 20 + 48 * (i / 20 / 3)] = (byte) (i % 5 == 0 ? 200 : 7);
    }
    session.addObjects(new Mask(48, 40, 5, session.volume().geometry(), labels), Axis.Y);
    session.interact(Interaction.mask(2, Axis.Z, 2, disc(13, 19, 3)));
    session.interact(Interaction.box(2, Axis.Z, 3, 9, 15, 17.5, 24));
    session.addObject("right");
    int right = session.objects().get(session.objects().size() - 1).label();
    session.interact(Interaction.extremePoints(right, Axis.Z, 2, 25, 20, 43, 20, 34, 12, 34, 28));
    session.interact(Interaction.lasso(right, Axis.Z, 3, 26, 14, 42, 14, 42, 27, 26, 27));
    session.interact(Interaction.negativeLasso(right, Axis.Z, 3, 40, 1, 46, 1, 46, 6));
    session.interact(Interaction.absent(right, Axis.Z, 0));
    session.limitObject(right, Box.ofSlices(Axis.Z, 0, 3));
    session.propagate(PropagationScope.ofObjects(right).onSlices(Axis.Z, 0, 3));
    session.confirm(right, 1);
    session.colorObject(right, 0x123456);
    session.renameObject(right, "right, renamed");
    session.lockObject(1);
    session.withdraw(2, 3);
    session.withdraw(Interaction.absent(right, Axis.Z, 0));
    session.allowOverlap(true);
    session.checkpoint("later");
    session.restore("begun");
    session.undo();
    session.allowOverlap(false);
    session.removeObject(7);
    session.unlockObject(1);
    session.propagate();
    session.undo();
    return session;
  }
}
