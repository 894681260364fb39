package org.mem3d.examples;

import java.nio.file.Path;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Suggestion;
import org.mem3d.io.Volumes;

/** From a volume to a mask in five lines, as the README shows it. */
public final class FiveLines {
  private FiveLines() {}

  /**
   * Segments a volume from one scribble on slice z = 42.
   *
   * @param args the image and the mask to write, each NIfTI, NRRD or MetaImage
   */
  public static void main(String[] args) {
    // README: begin
    try (SegmentationEngine engine = SegmentationEngine.open();
        SegmentationSession session = engine.newSession(Volumes.open(Path.of(args[0])))) {
      int tumour = session.addObject("tumour");
      session.interact(Interaction.scribble(tumour, Axis.Z, 42, 118, 96, 121, 99, 130, 101));
      session.propagate();
      for (Suggestion next : session.suggest(3)) {
        System.out.println(next);
      }
      Volumes.write(Path.of(args[1]), session.mask());
    }
    // README: end
  }
}
