package org.mem3d.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.Suggestion;

/**
 * Segments an image from ROIs: those of one group are one object, in the order of the groups'
 * numbers; those whose name begins with {@code -} mark what is beside it. Stateless.
 */
public final class RoiSession {
  private static final int SUGGESTIONS = 20;

  private RoiSession() {}

  /**
   * What came out.
   *
   * @param mask the labels, 1 for the first group
   * @param objects name and colour of each
   * @param expectedDice of each object, as the session guesses it
   * @param suggestions the slices most worth another mark, the best first
   */
  public record Result(
      Mask mask,
      List<SegmentationObject> objects,
      List<Double> expectedDice,
      List<Suggestion> suggestions) {
    /** Copies the lists. */
    public Result {
      objects = List.copyOf(objects);
      expectedDice = List.copyOf(expectedDice);
      suggestions = List.copyOf(suggestions);
    }
  }

  /** Hears how far the work is; called on the thread that works. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Hears it.
     *
     * @param fraction 0 to 1
     * @return whether the work goes on; false cancels it
     */
    boolean goesOn(double fraction);
  }

  /** Segments one channel and frame of an image, with nobody who hears how far it is. */
  public static Result run(
      SegmentationEngine engine,
      ImagePlus image,
      int channel,
      int frame,
      List<Roi> rois,
      RoiMarks.Areas areas) {
    return run(engine, image, channel, frame, rois, areas, fraction -> true);
  }

  /**
   * Segments one channel and frame of an image.
   *
   * @param rois each with its slice; those without one are on the image's current slice; outlines
   *     that {@link MaskImages} made are passed over
   * @param areas how rectangles, ovals and other areas are taken
   * @throws InteractionException if there is no ROI, or one is no mark
   * @throws org.mem3d.PropagationCancelledException if it was cancelled
   * @throws org.mem3d.Mem3dException if the image is no volume, or the engine refuses a mark
   */
  public static Result run(
      SegmentationEngine engine,
      ImagePlus image,
      int channel,
      int frame,
      List<Roi> rois,
      RoiMarks.Areas areas,
      Progress progress) {
    Map<Integer, List<Roi>> groups = new TreeMap<>();
    for (Roi roi : rois) {
      if (!MaskImages.isResult(roi)) {
        groups.computeIfAbsent(roi.getGroup(), group -> new ArrayList<>()).add(roi);
      }
    }
    if (groups.isEmpty()) {
      throw new InteractionException(
          "there is no selection, no overlay and nothing in the ROI Manager: mark an object first");
    }
    ImagePlusVolume volume = ImagePlusVolume.of(image, channel, frame);
    try (SegmentationSession session = engine.newSession(volume)) {
      for (Map.Entry<Integer, List<Roi>> group : groups.entrySet()) {
        int object = session.addObject(name(group.getKey()));
        for (Roi roi : group.getValue()) {
          marks(roi, object, image, volume, areas).forEach(session::interact);
        }
      }
      session.addListener(
          new SegmentationListener() {
            @Override
            public void progress(double fraction, double secondsLeft) {
              if (!progress.goesOn(fraction)) {
                session.cancel();
              }
            }
          });
      session.propagate();
      List<Double> dice =
          session.objects().stream()
              .map(object -> session.expectedDice(object.label()).mean())
              .toList();
      return new Result(session.mask(), session.objects(), dice, session.suggest(SUGGESTIONS));
    }
  }

  /** Returns a group's name; 0 is that of ROIs without a group. */
  private static String name(int group) {
    String name = Roi.getGroupName(group);
    return name != null ? name : group == 0 ? "object" : "object " + group;
  }

  private static List<Interaction> marks(
      Roi roi, int object, ImagePlus image, ImagePlusVolume volume, RoiMarks.Areas areas) {
    String name = roi.getName();
    boolean positive = name == null || !name.startsWith("-");
    int slice = RoiMarks.slice(roi).orElse(image.getZ() - 1);
    return RoiMarks.of(roi, object, slice, volume.sizeX(), volume.sizeY(), positive, areas);
  }
}
