package org.mem3d.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.PlugIn;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationCancelledException;
import org.mem3d.SegmentationEngine;
import org.mem3d.Suggestion;

/**
 * The command Plugins &gt; mem3d &gt; Segment by Marks: segments the current image from its
 * selection, its overlay and the ROI Manager's ROIs ({@link RoiSession}); marks stay, and outlines
 * of an earlier run are replaced. Macros run it as {@code run("Segment by Marks...", "areas=Rough
 * output=Labels channel=1 frame=1")}; where ImageJ has no menus, as without a display, {@code
 * call("ij.IJ.runPlugIn", "org.mem3d.imagej.SegmentPlugIn", "areas=Rough output=Overlay")}.
 */
public final class SegmentPlugIn implements PlugIn {
  private static final String[] AREAS = {"Rough", "Exact"};
  private static final String AREAS_KEY = "mem3d.areas";
  private static final String OUTPUT_KEY = "mem3d.output";
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
      Choice choice = choose(image, argument);
      if (choice != null) {
        segment(image, choice);
      }
    } catch (Mem3dException e) {
      IJ.error("mem3d", String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Choice choose(ImagePlus image, String argument) {
    String macro = Macro.getOptions();
    if (macro == null && !argument.isBlank()) {
      macro = argument;
    }
    if (macro != null) {
      return new Choice(
          areas(Macro.getValue(macro, "areas", AREAS[0])),
          Macro.getValue(macro, "output", OUTPUTS[0]),
          number(Macro.getValue(macro, "channel", ""), image.getC()),
          number(Macro.getValue(macro, "frame", ""), image.getT()));
    }
    GenericDialog dialog = new GenericDialog("Segment by Marks");
    dialog.addMessage(
        "Marks: the selection, the overlay and the ROI Manager.\n"
            + "One group is one object; a name that begins with - marks what is beside it.");
    dialog.addChoice("Areas", AREAS, Prefs.get(AREAS_KEY, AREAS[0]));
    dialog.addMessage("Rough: drawn around the object. Exact: drawn along its outline.");
    dialog.addChoice("Output", OUTPUTS, Prefs.get(OUTPUT_KEY, OUTPUTS[0]));
    boolean several = image.getNChannels() > 1 || image.getNFrames() > 1;
    if (several) {
      dialog.addNumericField("Channel", image.getC(), 0);
      dialog.addNumericField("Frame", image.getT(), 0);
    }
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return null;
    }
    String areas = dialog.getNextChoice();
    String output = dialog.getNextChoice();
    Prefs.set(AREAS_KEY, areas);
    Prefs.set(OUTPUT_KEY, output);
    return new Choice(
        areas(areas),
        output,
        several ? (int) dialog.getNextNumber() : 1,
        several ? (int) dialog.getNextNumber() : 1);
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
    IJ.showStatus("mem3d: segmenting; Esc stops");
    IJ.resetEscape();
    RoiSession.Result result;
    try (SegmentationEngine engine = SegmentationEngine.open()) {
      result =
          RoiSession.run(
              engine,
              image,
              choice.channel(),
              choice.frame(),
              rois(image),
              choice.areas(),
              fraction -> {
                IJ.showProgress(fraction);
                return !IJ.escapePressed();
              });
    } catch (PropagationCancelledException e) {
      IJ.showProgress(1);
      IJ.showStatus("mem3d: stopped, nothing was changed");
      return;
    }
    show(image, result, choice.output());
    if (!GraphicsEnvironment.isHeadless()) {
      ResultTable.of(result).show("mem3d: " + image.getTitle());
    }
    int count = result.objects().size();
    IJ.showStatus("mem3d: " + count + (count == 1 ? " object" : " objects") + next(result));
  }

  private static String next(RoiSession.Result result) {
    if (result.suggestions().isEmpty()) {
      return "";
    }
    Suggestion best = result.suggestions().get(0);
    return "; next, look at slice "
        + (best.slice() + 1)
        + " of "
        + result.objects().get(best.object() - 1).name();
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
      case "Overlay" -> {
        Overlay overlay = MaskImages.overlay(result.mask(), result.objects());
        Overlay before = image.getOverlay();
        if (before != null) { // the marks stay, to be corrected
          for (Roi roi : before.toArray()) {
            if (!MaskImages.isResult(roi)) {
              overlay.add(roi);
            }
          }
        }
        image.setOverlay(overlay);
      }
      default -> {
        RoiManager manager = RoiManager.getRoiManager();
        for (int i = manager.getCount() - 1; i >= 0; i--) {
          if (MaskImages.isResult(manager.getRoi(i))) {
            manager.delete(i);
          }
        }
        for (Roi roi : MaskImages.overlay(result.mask(), result.objects()).toArray()) {
          manager.addRoi(roi);
        }
      }
    }
  }
}
