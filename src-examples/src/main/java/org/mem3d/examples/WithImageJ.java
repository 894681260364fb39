package org.mem3d.examples;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.process.ShortProcessor;
import java.util.List;
import org.mem3d.SegmentationEngine;
import org.mem3d.imagej.MaskImages;
import org.mem3d.imagej.RoiMarks;
import org.mem3d.imagej.RoiSession;

/** An image and a ROI of ImageJ in, a label image and an overlay of ImageJ out. */
public final class WithImageJ {
  private WithImageJ() {}

  /**
   * Segments an image from a point in its middle.
   *
   * @param args an image that ImageJ opens; without it a ball
   */
  public static void main(String[] args) {
    ImagePlus image = args.length == 0 ? ball() : IJ.openImage(args[0]);
    int slice = image.getNSlices() / 2;
    Roi point = new PointRoi(image.getWidth() / 2.0, image.getHeight() / 2.0);
    point.setPosition(slice + 1);
    Roi.setGroupName(1, "ball");
    point.setGroup(1);
    try (SegmentationEngine engine = SegmentationEngine.open()) {
      RoiSession.Result result =
          RoiSession.run(engine, image, 1, 1, List.of(point), RoiMarks.Areas.ROUGH);
      ImagePlus labels = MaskImages.labels("labels", result.mask(), image);
      image.setOverlay(MaskImages.overlay(result.mask(), result.objects()));
      System.out.printf(
          "%s: %d voxels of %s, outlines on %d slices%n",
          labels.getTitle(),
          result.mask().count(1),
          result.objects().get(0).name(),
          image.getOverlay().size());
    }
  }

  private static ImagePlus ball() {
    ImageStack stack = new ImageStack(Ball.SIDE, Ball.SIDE);
    for (int z = 0; z < Ball.SIDE; z++) {
      ShortProcessor plane = new ShortProcessor(Ball.SIDE, Ball.SIDE);
      for (int y = 0; y < Ball.SIDE; y++) {
        for (int x = 0; x < Ball.SIDE; x++) {
          plane.setf(x, y, Ball.intensity(x, y, z));
        }
      }
      stack.addSlice(plane);
    }
    return new ImagePlus("ball", stack);
  }
}
