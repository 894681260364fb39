package org.mem3d.examples;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.imglib2.ImgMasks;
import org.mem3d.imglib2.ImgVolume;

/** An image of ImgLib2 in, without a copy, and a label image of ImgLib2 out. */
public final class WithImgLib2 {
  private WithImgLib2() {}

  /** Segments a ball from a click in its middle. */
  public static void main(String[] args) {
    Img<UnsignedShortType> image = ArrayImgs.unsignedShorts(Ball.SIDE, Ball.SIDE, Ball.SIDE);
    for (Cursor<UnsignedShortType> at = image.localizingCursor(); at.hasNext(); ) {
      UnsignedShortType voxel = at.next();
      voxel.setReal(
          Ball.intensity(at.getIntPosition(0), at.getIntPosition(1), at.getIntPosition(2)));
    }
    double[] millimetres = {1, 1, 1};
    try (SegmentationEngine engine = SegmentationEngine.open();
        SegmentationSession session = engine.newSession(ImgVolume.of(image, millimetres))) {
      int ball = session.addObject("ball");
      session.interact(Interaction.click(ball, Axis.Z, Ball.MIDDLE, Ball.MIDDLE, Ball.MIDDLE));
      session.propagate();
      RandomAccessibleInterval<UnsignedByteType> labels = ImgMasks.labels(session.mask());
      long voxels = 0;
      for (UnsignedByteType label : Views.flatIterable(labels)) {
        voxels += label.get() == ball ? 1 : 0;
      }
      System.out.println("voxels of the ball: " + voxels);
    }
  }
}
