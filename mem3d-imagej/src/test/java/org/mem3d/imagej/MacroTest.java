package org.mem3d.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration's organs from outlines alone, by a macro and without a window. */
@Tag("slow") // every organ of the demonstration
class MacroTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void aMacroSegmentsTheDemonstration() throws IOException {
    ImagePlus image = IJ.openImage(MarkedDemo.write(folder.resolve("demo.tif")).toString());
    WindowManager.setTempCurrentImage(image);
    StringBuilder macro = new StringBuilder();
    for (int label = 1; label <= MarkedDemo.PHANTOM.objects().size(); label++) {
      for (int slice : MarkedDemo.slices(label)) {
        macro.append("setSlice(" + (slice + 1) + ");\n");
        macro.append(selection(MarkedDemo.outline(label, slice)));
        macro.append("Roi.setGroup(" + label + ");\nOverlay.addSelection;\n");
        macro.append("Overlay.setPosition(" + (slice + 1) + ");\n");
      }
    }
    macro.append("call(\"ij.IJ.runPlugIn\", \"org.mem3d.imagej.SegmentPlugIn\", ");
    macro.append("\"areas=Exact output=Overlay channel=1 frame=1\");\n");
    int marks = 3 * MarkedDemo.PHANTOM.objects().size();
    try {
      assertThat(IJ.runMacro(macro.toString())).isNotEqualTo("[aborted]");
    } finally {
      WindowManager.setTempCurrentImage(null);
    }
    List<Roi> outlines =
        Arrays.stream(image.getOverlay().toArray()).filter(MaskImages::isResult).toList();
    assertThat(outlines).hasSize(image.getOverlay().size() - marks);
    Map<String, Double> found = new TreeMap<>();
    for (int label = 1; label <= MarkedDemo.PHANTOM.objects().size(); label++) {
      String name = "object " + label;
      ImagePlus labels = image.duplicate();
      for (int z = 1; z <= labels.getStackSize(); z++) {
        labels.getStack().getProcessor(z).setValue(0);
        labels.getStack().getProcessor(z).fill();
      }
      for (Roi roi : outlines) {
        if (roi.getName().startsWith(name + "-")) {
          ImageProcessor slice = labels.getStack().getProcessor(roi.getPosition());
          slice.setValue(label);
          slice.fill(roi);
        }
      }
      double dice = MarkedDemo.dice(labels, label, label);
      System.out.printf(Locale.ROOT, "%s: Dice %.3f%n", organ(label), dice);
      found.put(organ(label), dice);
    }
    assertThat(found.values()).as(found.toString()).allMatch(dice -> dice > 0.9);
  }

  private static String organ(int label) {
    return MarkedDemo.PHANTOM.objects().get(label - 1);
  }

  private static String selection(Roi roi) {
    FloatPolygon line = roi.getFloatPolygon();
    StringBuilder xs = new StringBuilder();
    StringBuilder ys = new StringBuilder();
    for (int i = 0; i < line.npoints; i++) {
      xs.append(i == 0 ? "" : ",").append(line.xpoints[i]);
      ys.append(i == 0 ? "" : ",").append(line.ypoints[i]);
    }
    return "makeSelection(\"freehand\", newArray(" + xs + "), newArray(" + ys + "));\n";
  }
}
