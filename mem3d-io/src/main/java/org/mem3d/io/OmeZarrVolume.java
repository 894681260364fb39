package org.mem3d.io;

import java.util.OptionalInt;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** An opened OME-Zarr image, of which the finest level is taken. */
final class OmeZarrVolume implements OpenedVolume {
  private final OmeZarr image;

  OmeZarrVolume(OmeZarr image) {
    this.image = image;
  }

  @Override
  public VolumeHeader summary() {
    return new VolumeHeader(VolumeFormat.OME_ZARR, image.type(0), image.grid(0), image.frames(0));
  }

  @Override
  public Volume volume(OptionalInt frame) {
    return opened(frame);
  }

  @Override
  public Volume onDisk(OptionalInt frame) {
    return opened(frame); // it always is
  }

  private ZarrVolume opened(OptionalInt frame) {
    int frames = image.frames(0);
    if (frame.isEmpty() && frames > 1) {
      throw new VolumeException(
          image.folder()
              + " holds "
              + frames
              + " volumes, its channels at each of its times: choose one of 0.."
              + (frames - 1)
              + " with Volumes.open(path, frame)");
    }
    return image.volume(0, frame.orElse(0), Runtime.getRuntime().maxMemory() / 4);
  }

  @Override
  public LabelVolume labels() {
    ZarrVolume volume = opened(OptionalInt.empty());
    double voxels = (double) volume.sizeX() * volume.sizeY() * volume.sizeZ();
    if (voxels > StoredVoxels.LARGEST_ARRAY) {
      throw new VolumeException(
          image.folder()
              + " has "
              + volume.grid()
              + ": labels of up to 2147483639 voxels are read; give the folder of a coarser level");
    }
    return LabelVolume.of(image.folder(), volume.values());
  }

  @Override
  public void close() {}
}
