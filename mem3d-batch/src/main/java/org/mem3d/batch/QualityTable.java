package org.mem3d.batch;

import java.util.Locale;
import org.mem3d.Axis;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;
import org.mem3d.eval.CsvLine;

/** What a session knows of each slice of its objects, as CSV. Stateless. */
public final class QualityTable {
  private QualityTable() {}

  /** Returns a line of names and one for each slice of each object. */
  public static String of(SegmentationSession session) {
    StringBuilder table = new StringBuilder("object,name,axis,slice,predictedDice,area,origin\n");
    for (SegmentationObject object : session.objects()) {
      int label = object.label();
      Axis along = object.axis() == null ? Axis.Z : object.axis();
      for (SliceQuality slice : session.quality(label)) {
        table
            .append(
                CsvLine.of(
                    label,
                    object.name(),
                    along.name().toLowerCase(Locale.ROOT),
                    slice.slice(),
                    String.format(Locale.ROOT, "%.4f", slice.predictedDice()),
                    slice.area(),
                    slice.origin().name().toLowerCase(Locale.ROOT)))
            .append('\n');
      }
    }
    return table.toString();
  }
}
