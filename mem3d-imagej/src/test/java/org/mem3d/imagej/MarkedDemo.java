package org.mem3d.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.FloatPolygon;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.eval.Phantom;

/** The demonstration's volume in ImageJ, and a user's rough outlines of its organs. Stateless. */
final class MarkedDemo {
  static final Phantom PHANTOM = Phantom.of(1);

  /** How far beside the truth a hand goes, in pixels. */
  private static final double AMISS = 1.5;

  private MarkedDemo() {}

  /** Writes the volume as ImageJ writes CT: signed numbers of 16 bits. */
  static Path write(Path file) throws IOException {
    Volume volume = PHANTOM.image();
    ImageStack stack = new ImageStack(volume.sizeX(), volume.sizeY());
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      short[] pixels = new short[slice.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) (Math.round(slice[i]) + 32768);
      }
      stack.addSlice(null, pixels);
    }
    ImagePlus image = new ImagePlus("demo", stack);
    image.setDimensions(1, stack.size(), 1);
    image.getCalibration().setSigned16BitCalibration();
    image.getCalibration().pixelWidth = volume.geometry().spacing(Axis.X);
    image.getCalibration().pixelHeight = volume.geometry().spacing(Axis.Y);
    image.getCalibration().pixelDepth = volume.geometry().spacing(Axis.Z);
    image.getCalibration().setUnit("mm");
    image.setDisplayRange(-150 + 32768, 250 + 32768);
    if (!new FileSaver(image).saveAsTiffStack(file.toString())) {
      throw new IOException(file + " was not written");
    }
    return file;
  }

  /** Writes a jar as ImageJ looks for in its folder of plugins, with the list of commands alone. */
  static void installCommand(Path plugins) throws IOException {
    Files.createDirectories(plugins);
    try (OutputStream file = Files.newOutputStream(plugins.resolve("mem3d_imagej.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("plugins.config"));
      jar.write(
          "Plugins>mem3d, \"Segment by Marks...\", org.mem3d.imagej.SegmentPlugIn\n"
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns three slices of an object: its largest, and one on each side of it. */
  static List<Integer> slices(int label) {
    Mask truth = PHANTOM.truth();
    int first = -1;
    int last = -1;
    for (int z = 0; z < truth.sizeZ(); z++) {
      if (!truth.slice(label, Axis.Z, z).isEmpty()) {
        first = first < 0 ? z : first;
        last = z;
      }
    }
    int length = last - first;
    return List.of(first + length / 6, first + length / 2, last - length / 6);
  }

  /** Returns a rough outline of an object on a slice, as a free hand draws it. */
  static Roi outline(int label, int slice) {
    Roi exact =
        MaskImages.rois(PHANTOM.truth(), label, "truth").stream()
            .filter(roi -> roi.getPosition() == slice + 1)
            .findFirst()
            .orElseThrow();
    FloatPolygon way = exact.getInterpolatedPolygon(4, true);
    double[] centre = exact.getContourCentroid();
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < way.npoints; i++) {
      double dx = way.xpoints[i] - centre[0];
      double dy = way.ypoints[i] - centre[1];
      double out = AMISS * (i % 3 - 0.5) / Math.max(1, Math.hypot(dx, dy));
      points.add(
          new float[] {(float) (way.xpoints[i] + dx * out), (float) (way.ypoints[i] + dy * out)});
    }
    float[] xs = new float[points.size()];
    float[] ys = new float[points.size()];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = points.get(i)[0];
      ys[i] = points.get(i)[1];
    }
    PolygonRoi rough = new PolygonRoi(xs, ys, Roi.FREEROI);
    rough.setPosition(slice + 1);
    return rough;
  }

  /**
   * Returns the Dice of an object in an image of labels.
   *
   * @param as the label that it has there
   */
  static double dice(ImagePlus labels, int label, int as) {
    Mask truth = PHANTOM.truth();
    long both = 0;
    long sum = 0;
    for (int z = 0; z < truth.sizeZ(); z++) {
      for (int y = 0; y < truth.sizeY(); y++) {
        for (int x = 0; x < truth.sizeX(); x++) {
          boolean there = truth.label(x, y, z) == label;
          boolean found = labels.getStack().getVoxel(x, y, z) == as;
          both += there && found ? 1 : 0;
          sum += (there ? 1 : 0) + (found ? 1 : 0);
        }
      }
    }
    return 2.0 * both / sum;
  }
}
