package org.mem3d.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import java.util.Locale;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * One channel and frame of an image as a volume of its calibrated values (Hounsfield units, say).
 * Nothing is copied; the image must not change while a session is open on it. Spacing is that of
 * the image's calibration in millimetres, where its unit is one of length, else in its units.
 */
public final class ImagePlusVolume implements Volume {
  private final ImageStack stack;
  private final int[] slices;

  /** The value of each number that pixels can be; empty if numbers are the values. */
  private final float[] table;

  private final Geometry geometry;

  private ImagePlusVolume(ImagePlus image, int channel, int frame) {
    stack = image.getStack();
    Calibration calibration = image.getCalibration();
    boolean mapped = image.getBitDepth() < 32 && calibration.calibrated();
    table = mapped ? calibration.getCTable().clone() : new float[0];
    slices = new int[image.getNSlices()];
    for (int z = 0; z < slices.length; z++) {
      slices[z] = image.getStackIndex(channel, z + 1, frame);
    }
    geometry = geometry(calibration);
  }

  /**
   * Wraps an image of one channel and one frame.
   *
   * @throws VolumeException if it has several, or its pixels are colours
   */
  public static ImagePlusVolume of(ImagePlus image) {
    if (image.getNChannels() > 1 || image.getNFrames() > 1) {
      throw new VolumeException(
          "the image has "
              + image.getNChannels()
              + " channels and "
              + image.getNFrames()
              + " frames: choose one of each with ImagePlusVolume.of(image, channel, frame)");
    }
    return of(image, 1, 1);
  }

  /**
   * Wraps one channel and frame of an image.
   *
   * @param channel 1 for the first, as ImageJ counts
   * @param frame 1 for the first
   * @throws VolumeException if there is no such one, or pixels are colours
   */
  public static ImagePlusVolume of(ImagePlus image, int channel, int frame) {
    if (channel < 1 || channel > image.getNChannels() || frame < 1 || frame > image.getNFrames()) {
      throw new VolumeException(
          "the image has no channel "
              + channel
              + " and frame "
              + frame
              + ": they are 1.."
              + image.getNChannels()
              + " and 1.."
              + image.getNFrames());
    }
    if (image.getType() == ImagePlus.COLOR_RGB || image.getType() == ImagePlus.COLOR_256) {
      throw new VolumeException(
          "the image's pixels are colours: make them grey values, such as with Image > Type");
    }
    return new ImagePlusVolume(image, channel, frame);
  }

  private static Geometry geometry(Calibration calibration) {
    String unit = calibration.getUnit() == null ? "" : calibration.getUnit();
    double factor =
        switch (unit.toLowerCase(Locale.ROOT)) {
          case "nm", "nanometer" -> 1e-6;
          case "um", "\u00b5m", "\u03bcm", "micron", "microns", "micrometer" -> 1e-3;
          case "cm", "centimeter" -> 10;
          case "m", "meter" -> 1000;
          case "inch", "in" -> 25.4;
          default -> 1;
        };
    return Geometry.ofSpacing(
            spacing(calibration.pixelWidth * factor),
            spacing(calibration.pixelHeight * factor),
            spacing(calibration.pixelDepth * factor))
        .withStored(StoredGrid.unplaced());
  }

  private static double spacing(double value) {
    double size = Math.abs(value);
    return size > 0 && Double.isFinite(size) ? size : 1;
  }

  @Override
  public int sizeX() {
    return stack.getWidth();
  }

  @Override
  public int sizeY() {
    return stack.getHeight();
  }

  @Override
  public int sizeZ() {
    return slices.length;
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    int width = sizeX();
    int height = sizeY();
    switch (axis) {
      case Z -> copy(index, 0, 1, width * height, slice, 0);
      case Y -> {
        for (int z = 0; z < slices.length; z++) {
          copy(z, index * width, 1, width, slice, z * width);
        }
      }
      case X -> {
        for (int z = 0; z < slices.length; z++) {
          copy(z, index, width, height, slice, z * height);
        }
      }
    }
  }

  /** Copies pixels of a slice, from one on, each so many behind the last, as calibrated values. */
  private void copy(int z, int from, int step, int count, float[] to, int at) {
    Object pixels = stack.getPixels(slices[z]);
    if (pixels instanceof float[] floats) {
      for (int i = 0, p = from; i < count; i++, p += step) {
        to[at + i] = floats[p];
      }
    } else if (pixels instanceof short[] shorts) {
      for (int i = 0, p = from; i < count; i++, p += step) {
        int value = shorts[p] & 0xffff;
        to[at + i] = value < table.length ? table[value] : value;
      }
    } else if (pixels instanceof byte[] bytes) {
      for (int i = 0, p = from; i < count; i++, p += step) {
        int value = bytes[p] & 0xff;
        to[at + i] = value < table.length ? table[value] : value;
      }
    } else {
      throw new VolumeException("the image's slice " + slices[z] + " has no grey values");
    }
  }
}
