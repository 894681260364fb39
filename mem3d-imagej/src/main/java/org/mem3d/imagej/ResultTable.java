package org.mem3d.imagej;

import ij.measure.ResultsTable;
import org.mem3d.SegmentationObject;
import org.mem3d.Suggestion;

/** What a segmentation came to, as one of ImageJ's tables: a row for each object. Stateless. */
final class ResultTable {
  private ResultTable() {}

  static ResultsTable of(RoiSession.Result result) {
    ResultsTable table = new ResultsTable();
    double voxel = result.mask().geometry().voxelVolume();
    boolean isSmall = voxel < 1e-4;
    for (int i = 0; i < result.objects().size(); i++) {
      SegmentationObject object = result.objects().get(i);
      long voxels = result.mask().count(object.label());
      table.incrementCounter();
      table.addValue("Object", object.name());
      table.addValue("Label", object.label());
      table.addValue("Voxels", (double) voxels);
      table.addValue(isSmall ? "Cubic microns" : "Cubic mm", voxels * (isSmall ? 1e9 : 1) * voxel);
      table.addValue("Expected Dice", result.expectedDice().get(i));
      table.addValue("Next slice", next(result, object.label()));
    }
    table.showRowNumbers(false);
    return table;
  }

  /** Returns the slice most worth another mark, 1 for the first; nothing if there is none. */
  private static String next(RoiSession.Result result, int label) {
    return result.suggestions().stream()
        .filter(suggestion -> suggestion.object() == label)
        .findFirst()
        .map(Suggestion::slice)
        .map(slice -> Integer.toString(slice + 1))
        .orElse("");
  }
}
