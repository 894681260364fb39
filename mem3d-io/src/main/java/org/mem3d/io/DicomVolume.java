package org.mem3d.io;

import java.util.OptionalInt;
import org.mem3d.Volume;
import org.mem3d.io.dicom.DicomSeries;

/** An opened series of DICOM images. */
final class DicomVolume implements OpenedVolume {
  private final DicomSeries series;

  DicomVolume(DicomSeries series) {
    this.series = series;
  }

  @Override
  public VolumeHeader summary() {
    return new VolumeHeader(VolumeFormat.DICOM, type(), series.grid(), series.frames());
  }

  private VoxelType type() {
    return switch (series.bits()) {
      case 8 -> series.isSigned() ? VoxelType.INT8 : VoxelType.UINT8;
      case 16 -> series.isSigned() ? VoxelType.INT16 : VoxelType.UINT16;
      default -> series.isSigned() ? VoxelType.INT32 : VoxelType.UINT32;
    };
  }

  @Override
  public Volume volume(OptionalInt frame) {
    return frame.isPresent() ? series.open(frame.getAsInt()) : series.open();
  }

  @Override
  public LabelVolume labels() {
    return LabelVolume.of(series.place(), SliceValues.of(series.open()));
  }

  @Override
  public void close() {}
}
