package org.mem3d.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** Masks and probabilities as ImageJ shows them. Stateless. */
public final class MaskImages {
  private static final String RESULT = "mem3d.result";

  private MaskImages() {}

  /**
   * Returns labels as an image of 8 bits in the objects' usual colours.
   *
   * @param like the image that was segmented; calibration is copied from it
   */
  public static ImagePlus labels(String title, Mask mask, ImagePlus like) {
    ImageStack stack = new ImageStack(mask.sizeX(), mask.sizeY());
    byte[] all = mask.toByteArray();
    int plane = mask.sizeX() * mask.sizeY();
    for (int z = 0; z < mask.sizeZ(); z++) {
      byte[] slice = new byte[plane];
      System.arraycopy(all, z * plane, slice, 0, plane);
      stack.addSlice(null, slice);
    }
    stack.setColorModel(lut());
    ImagePlus image = new ImagePlus(title, stack);
    calibrate(image, like);
    image.setDisplayRange(0, 255);
    return image;
  }

  /** Returns the table of the colours of labels. */
  public static LUT lut() {
    byte[][] table = new byte[3][256];
    for (int label = 1; label < 256; label++) {
      int rgb = SegmentationObject.defaultRgb(label);
      for (int i = 0; i < 3; i++) {
        table[i][label] = (byte) (rgb >> (16 - 8 * i));
      }
    }
    return new LUT(table[0], table[1], table[2]);
  }

  /**
   * Returns a volume, such as a probability, as an image of 32 bits.
   *
   * @param like calibration is copied from it
   * @throws org.mem3d.VolumeException if the volume cannot be read
   */
  public static ImagePlus values(String title, Volume volume, ImagePlus like) {
    ImageStack stack = new ImageStack(volume.sizeX(), volume.sizeY());
    for (int z = 0; z < volume.sizeZ(); z++) {
      float[] slice = new float[volume.sliceSize(Axis.Z)];
      volume.readSlice(Axis.Z, z, slice);
      stack.addSlice(null, new FloatProcessor(volume.sizeX(), volume.sizeY(), slice));
    }
    ImagePlus image = new ImagePlus(title, stack);
    calibrate(image, like);
    image.setDisplayRange(0, 1);
    return image;
  }

  private static void calibrate(ImagePlus image, ImagePlus like) {
    // Sizes, not the function that makes grey values of pixels, which are other pixels here.
    Calibration calibration = like.getCalibration().copy();
    calibration.disableDensityCalibration();
    image.setCalibration(calibration);
    image.setDimensions(1, image.getStackSize(), 1);
  }

  /**
   * Returns an object's outlines as ROIs, one for each slice on which it is, with its position and
   * colour; for the ROI Manager or an overlay.
   *
   * @param name of the object, which names of ROIs begin with
   */
  public static List<Roi> rois(Mask mask, int label, String name) {
    List<Roi> rois = new ArrayList<>();
    for (int z = 0; z < mask.sizeZ(); z++) {
      SliceMask slice = mask.slice(label, Axis.Z, z);
      if (slice.isEmpty()) {
        continue;
      }
      Roi roi = outline(slice);
      roi.setPosition(z + 1);
      roi.setName(name + "-" + (z + 1));
      roi.setStrokeColor(new Color(SegmentationObject.defaultRgb(label)));
      roi.setProperty(RESULT, name);
      rois.add(roi);
    }
    return rois;
  }

  /** Returns whether a ROI is an outline that this class made: no mark, but what came of marks. */
  public static boolean isResult(Roi roi) {
    return roi.getProperty(RESULT) != null;
  }

  private static Roi outline(SliceMask slice) {
    ByteProcessor picture = new ByteProcessor(slice.width(), slice.height());
    for (int v = 0; v < slice.height(); v++) {
      for (int u = 0; u < slice.width(); u++) {
        picture.set(u, v, slice.contains(u, v) ? 255 : 0);
      }
    }
    picture.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(picture);
  }

  /** Returns the outlines of all objects as an overlay. */
  public static Overlay overlay(Mask mask, List<SegmentationObject> objects) {
    Overlay overlay = new Overlay();
    for (SegmentationObject object : objects) {
      for (Roi roi : rois(mask, object.label(), object.name())) {
        roi.setStrokeColor(new Color(object.rgb()));
        overlay.add(roi);
      }
    }
    return overlay;
  }
}
