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
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;

/**
 * Segments an image from ROIs: those of one group are one object, in the order of the groups'
 * numbers; those whose name begins with {@code -} mark what is beside it. Stateless.
 */
public final class RoiSession {
  private RoiSession() {}

  /**
   * What came out.
   *
   * @param mask the labels, 1 for the first group
   * @param objects name and colour of each
   */
  public record Result(Mask mask, List<SegmentationObject> objects) {
    /** Copies the list. */
    public Result {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Segments one channel and frame of an image.
   *
   * @param rois each with its slice; those without one are on the image's current slice
   * @param areas how rectangles, ovals and other areas are taken
   * @throws InteractionException if there is no ROI, or one is no mark
   * @throws org.mem3d.Mem3dException if the image is no volume, or the engine refuses a mark
   */
  public static Result run(
      SegmentationEngine engine,
      ImagePlus image,
      int channel,
      int frame,
      List<Roi> rois,
      RoiMarks.Areas areas) {
    if (rois.isEmpty()) {
      throw new InteractionException(
          "there is no selection, no overlay and nothing in the ROI Manager: mark an object first");
    }
    Map<Integer, List<Roi>> groups = new TreeMap<>();
    for (Roi roi : rois) {
      groups.computeIfAbsent(roi.getGroup(), group -> new ArrayList<>()).add(roi);
    }
    ImagePlusVolume volume = ImagePlusVolume.of(image, channel, frame);
    try (SegmentationSession session = engine.newSession(volume)) {
      for (Map.Entry<Integer, List<Roi>> group : groups.entrySet()) {
        String name = Roi.getGroupName(group.getKey());
        int object = session.addObject(name == null ? "object " + group.getKey() : name);
        for (Roi roi : group.getValue()) {
          marks(roi, object, image, volume, areas).forEach(session::interact);
        }
      }
      session.propagate();
      return new Result(session.mask(), session.objects());
    }
  }

  private static List<Interaction> marks(
      Roi roi, int object, ImagePlus image, ImagePlusVolume volume, RoiMarks.Areas areas) {
    String name = roi.getName();
    boolean positive = name == null || !name.startsWith("-");
    int slice = RoiMarks.slice(roi).orElse(image.getZ() - 1);
    return RoiMarks.of(roi, object, slice, volume.sizeX(), volume.sizeY(), positive, areas);
  }
}
