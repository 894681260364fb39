package org.mem3d.examples;

import java.nio.file.Path;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.train.TrainMain;

/** The default weights, trained further on volumes of one's own, and an engine with the outcome. */
public final class FineTuning {
  private FineTuning() {}

  /**
   * Trains the interaction network on a folder of volumes with labels and segments with it.
   *
   * @param args the folder of volumes, the folder of the run, and how many steps: 20 show that it
   *     works, some thousands change what the network does
   */
  public static void main(String[] args) {
    Path run = Path.of(args[1]);
    int status =
        TrainMain.execute(
            "interaction",
            "--init",
            "default",
            "--data",
            args[0],
            "--share",
            "1",
            "--steps",
            args[2],
            "--cache",
            run.resolve("cache").toString(),
            "--out",
            run.toString());
    if (status != 0) {
      throw new IllegalStateException("the training ended with status " + status);
    }
    // The memory network stays the default one.
    Path weights = run.resolve("interaction.safetensors");
    try (SegmentationEngine engine = SegmentationEngine.builder().model(weights).open();
        SegmentationSession session = engine.newSession(Ball.volume())) {
      int ball = session.addObject("ball");
      session.interact(Interaction.click(ball, Axis.Z, Ball.MIDDLE, Ball.MIDDLE, Ball.MIDDLE));
      session.propagate();
      System.out.println("voxels of the ball: " + session.mask().count(ball));
    }
  }
}
