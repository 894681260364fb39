package org.mem3d.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;

/** Segments a ball in ImageJ, by the jar that is on the class path beside it. A program. */
public final class BallInImageJ {
  private BallInImageJ() {}

  /** Prints on how many slices the ball was found. */
  public static void main(String[] args) {
    ImageStack stack = new ImageStack(48, 40);
    for (int z = 0; z < 12; z++) {
      short[] pixels = new short[48 * 40];
      for (int i = 0; i < pixels.length; i++) {
        double away =
            Math.hypot(Math.hypot((i % 48 - 22) / 11.0, (i / 48 - 20) / 11.0), (z - 6) / 5.0);
        pixels[i] = (short) (away <= 1 ? 900 + i % 5 : 100 + i % 7);
      }
      stack.addSlice(null, pixels);
    }
    ImagePlus image = new ImagePlus("ball", stack);
    image.setDimensions(1, 12, 1);
    Roi oval = new OvalRoi(11, 9, 23, 23);
    oval.setPosition(7);
    image.setOverlay(new Overlay(oval));
    WindowManager.setTempCurrentImage(image);
    IJ.runPlugIn("org.mem3d.imagej.SegmentPlugIn", "areas=Exact output=Overlay");
    System.out.println("slices: " + (image.getOverlay().size() - 1));
    System.exit(0);
  }
}
