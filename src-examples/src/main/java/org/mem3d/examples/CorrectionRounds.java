package org.mem3d.examples;

import java.nio.file.Path;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.GridCheck;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.Suggestion;
import org.mem3d.Volume;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** Rounds of marking, propagating and correcting the slice that is suggested. */
public final class CorrectionRounds {
  private static final int ROUNDS = 3;

  private CorrectionRounds() {}

  /**
   * Segments a volume from a box on one slice, and corrects it with masks of a reference, which
   * stands for the user.
   *
   * @param args the image, the reference mask and the mask to write
   */
  public static void main(String[] args) {
    Volume image = Volumes.open(Path.of(args[0]));
    LabelVolume reference = Volumes.readLabels(Path.of(args[1]), image.grid(), GridCheck.PLACE);
    try (SegmentationEngine engine = SegmentationEngine.open();
        SegmentationSession session = engine.newSession(image)) {
      int object = session.addObject("object");
      int slice = image.sizeZ() / 2;
      int[] box = reference.slice(1, Axis.Z, slice).bounds();
      SliceAnswer first =
          session.interact(Interaction.box(object, Axis.Z, slice, box[0], box[1], box[2], box[3]));
      System.out.printf("slice %d: predicted Dice %.2f%n", slice, first.predictedDice());
      for (int round = 1; round <= ROUNDS; round++) {
        session.propagate();
        List<Suggestion> next = session.suggest(1);
        if (next.isEmpty()) {
          break;
        }
        int wanted = next.get(0).slice();
        System.out.printf("round %d: correct slice %d%n", round, wanted);
        session.interact(
            Interaction.mask(object, Axis.Z, wanted, reference.slice(1, Axis.Z, wanted)));
      }
      session.propagate();
      Volumes.write(Path.of(args[2]), session.mask());
    }
  }
}
