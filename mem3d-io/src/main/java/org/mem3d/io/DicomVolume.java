package org.mem3d.io;

import java.util.OptionalInt;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
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
    Volume volume = series.open();
    Grid grid = volume.grid();
    int plane = grid.sizeX() * grid.sizeY();
    int[] labels = new int[plane * grid.sizeZ()];
    float[] slice = new float[plane];
    for (int z = 0; z < grid.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      for (int i = 0; i < plane; i++) {
        double label = Math.rint(slice[i]);
        if (label < 0 || label > Integer.MAX_VALUE) {
          throw new VolumeException(
              series.place()
                  + " has the value "
                  + slice[i]
                  + ": labels are 0..2147483647; is it an"
                  + " image?");
        }
        labels[z * plane + i] = (int) label;
      }
    }
    return LabelVolume.of(grid, labels);
  }

  @Override
  public void close() {}
}
