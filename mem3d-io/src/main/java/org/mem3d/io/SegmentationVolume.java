package org.mem3d.io;

import java.util.OptionalInt;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.dicom.DicomSegmentation;

/** An opened DICOM segmentation: its labels are the numbers of its segments in their order. */
final class SegmentationVolume implements OpenedVolume {
  private final DicomSegmentation segmentation;

  SegmentationVolume(DicomSegmentation segmentation) {
    this.segmentation = segmentation;
  }

  @Override
  public VolumeHeader summary() {
    Grid grid = segmentation.mask().asVolume().grid();
    return new VolumeHeader(VolumeFormat.DICOM, VoxelType.UINT8, grid, 1);
  }

  @Override
  public Volume volume(OptionalInt frame) {
    if (frame.orElse(0) != 0) {
      throw new VolumeException("a segmentation has no frame " + frame.getAsInt());
    }
    return segmentation.mask().asVolume();
  }

  @Override
  public LabelVolume labels() {
    return labels(segmentation.mask());
  }

  @Override
  public LabelVolume labels(Grid grid, GridCheck check) {
    // Of a file that leaves out slices there is no other check than that of places.
    return check == GridCheck.PLACE
        ? labels(segmentation.mask(grid))
        : labels().onGrid(grid, check);
  }

  private static LabelVolume labels(Mask mask) {
    return LabelVolume.of(mask.asVolume().grid(), mask.toByteArray());
  }

  @Override
  public void close() {}
}
