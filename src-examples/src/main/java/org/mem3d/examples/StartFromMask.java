package org.mem3d.examples;

import java.nio.file.Path;
import org.mem3d.Axis;
import org.mem3d.GridCheck;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.Suggestion;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;

/** A mask of another program, or of last week, that is corrected instead of made anew. */
public final class StartFromMask {
  private StartFromMask() {}

  /**
   * Corrects the first object of a mask by one click on the object where the mask lacks it.
   *
   * @param args the image, the mask to start from, the mask to write, and x, y, z of the click
   */
  public static void main(String[] args) {
    Volume image = Volumes.open(Path.of(args[0]));
    int x = Integer.parseInt(args[3]);
    int y = Integer.parseInt(args[4]);
    int z = Integer.parseInt(args[5]);
    try (SegmentationEngine engine = SegmentationEngine.open();
        SegmentationSession session = engine.newSession(image)) {
      // Refused if it lies elsewhere than the image.
      var start = Volumes.readLabels(Path.of(args[1]), image.grid(), GridCheck.PLACE).toMask();
      SegmentationObject object = session.addObjects(start, Axis.Z).get(0);
      System.out.println(object.name() + ": " + start.count(object.label()) + " voxels given");
      session.interact(Interaction.click(object.label(), Axis.Z, z, x, y));
      session.propagate();
      System.out.println("now " + session.mask().count(object.label()));
      for (Suggestion next : session.suggest(1)) {
        System.out.println("look next at slice " + next.slice());
      }
      Volumes.write(Path.of(args[2]), session.mask());
    }
  }
}
