package org.mem3d.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.PlugIn;
import ij.plugin.frame.RoiManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;

/**
 * The command Plugins &gt; mem3d &gt; Segment by Marks: segments the current image from its
 * selection, its overlay and the ROI Manager's ROIs ({@link RoiSession}). Macros run it as {@code
 * run("Segment by Marks...", "areas=Rough output=Labels channel=1 frame=1")}.
 */
public final class SegmentPlugIn implements PlugIn {
  private static final String[] AREAS = {"Rough", "Exact"};
  private static final String[] OUTPUTS = {"Labels", "Overlay", "ROI_Manager"};

  /** What the user chose. */
  private record Choice(RoiMarks.Areas areas, String output, int channel, int frame) {}

  /** Makes the command, as ImageJ does for each run. */
  public SegmentPlugIn() {}

  @Override
  public void run(String argument) {
    ImagePlus image = WindowManager.getCurrentImage();
    if (image == null) {
      IJ.error("mem3d", "There is no image: open one first.");
      return;
    }
    try {
      Choice choice = choose(image);
      if (choice != null) {
        segment(image, choice);
      }
    } catch (Mem3dException e) {
      IJ.error("mem3d", String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Choice choose(ImagePlus image) {
    String macro = Macro.getOptions();
    if (macro != null) {
      return new Choice(
          areas(Macro.getValue(macro, "areas", AREAS[0])),
          Macro.getValue(macro, "output", OUTPUTS[0]),
          number(Macro.getValue(macro, "channel", ""), image.getC()),
          number(Macro.getValue(macro, "frame", ""), image.getT()));
    }
    GenericDialog dialog = new GenericDialog("Segment by Marks");
    dialog.addChoice("Areas", AREAS, AREAS[0]);
    dialog.addChoice("Output", OUTPUTS, OUTPUTS[0]);
    dialog.addNumericField("Channel", image.getC(), 0);
    dialog.addNumericField("Frame", image.getT(), 0);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return null;
    }
    return new Choice(
        areas(dialog.getNextChoice()),
        dialog.getNextChoice(),
        (int) dialog.getNextNumber(),
        (int) dialog.getNextNumber());
  }

  private static RoiMarks.Areas areas(String name) {
    if (Arrays.stream(AREAS).noneMatch(name::equalsIgnoreCase)) {
      throw new Mem3dException("areas are Rough or Exact, not " + name);
    }
    return RoiMarks.Areas.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static int number(String text, int absent) {
    try {
      return text.isEmpty() ? absent : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Mem3dException("channels and frames are whole numbers, not " + text, e);
    }
  }

  private static void segment(ImagePlus image, Choice choice) {
    if (Arrays.stream(OUTPUTS).noneMatch(choice.output()::equals)) {
      throw new Mem3dException(
          "outputs are Labels, Overlay and ROI_Manager, not " + choice.output());
    }
    IJ.showStatus("mem3d: segmenting");
    RoiSession.Result result;
    try (SegmentationEngine engine = SegmentationEngine.open()) {
      result =
          RoiSession.run(
              engine, image, choice.channel(), choice.frame(), rois(image), choice.areas());
    }
    show(image, result, choice.output());
    IJ.showStatus("mem3d: " + result.objects().size() + " objects");
  }

  private static List<Roi> rois(ImagePlus image) {
    List<Roi> rois = new ArrayList<>();
    Overlay overlay = image.getOverlay();
    if (overlay != null) {
      rois.addAll(Arrays.asList(overlay.toArray()));
    }
    RoiManager manager = RoiManager.getRawInstance();
    if (manager != null) {
      rois.addAll(Arrays.asList(manager.getRoisAsArray()));
    }
    Roi selection = image.getRoi();
    if (selection != null) {
      rois.add(selection);
    }
    return rois;
  }

  private static void show(ImagePlus image, RoiSession.Result result, String output) {
    switch (output) {
      case "Labels" ->
          MaskImages.labels("Labels of " + image.getTitle(), result.mask(), image).show();
      case "Overlay" -> image.setOverlay(MaskImages.overlay(result.mask(), result.objects()));
      default -> {
        RoiManager manager = RoiManager.getRoiManager();
        for (Roi roi : MaskImages.overlay(result.mask(), result.objects()).toArray()) {
          manager.addRoi(roi);
        }
      }
    }
  }
}
