package org.mem3d.examples;

import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;

/** A volume out of a program's own memory: a bright ball, found from one click. */
public final class OwnPixels {
  private static final int SIDE = 48;

  private OwnPixels() {}

  /** Segments the ball and prints how many voxels it has. */
  public static void main(String[] args) {
    float[] voxels = new float[SIDE * SIDE * SIDE];
    for (int i = 0; i < voxels.length; i++) {
      int x = i % SIDE - SIDE / 2;
      int y = i / SIDE % SIDE - SIDE / 2;
      int z = i / (SIDE * SIDE) - SIDE / 2;
      voxels[i] = x * x + y * y + z * z < 12 * 12 ? 200 : 80 + i % 7;
    }
    Volume volume = Volume.ofFloats(voxels, SIDE, SIDE, SIDE, Geometry.UNIT);
    try (SegmentationEngine engine = SegmentationEngine.open();
        SegmentationSession session = engine.newSession(volume)) {
      int ball = session.addObject("ball");
      session.interact(Interaction.click(ball, Axis.Z, SIDE / 2, SIDE / 2, SIDE / 2));
      session.propagate();
      Mask mask = session.mask();
      System.out.println("voxels of the ball: " + mask.count(ball));
    }
  }
}
