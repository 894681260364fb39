package org.mem3d.io;

import java.util.OptionalInt;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** An opened stack of TIFF pictures; read through ImageJ, which a program adds if it wants them. */
final class TiffVolume implements OpenedVolume {
  private final TiffStack stack;

  private TiffVolume(TiffStack stack) {
    this.stack = stack;
  }

  static TiffVolume open(VolumeSource source) {
    source.close();
    if (!source.isOnDisk()) {
      throw new VolumeException(source.path() + " is TIFF, which is read of files on a disk alone");
    }
    try {
      return new TiffVolume(TiffStack.open(source.path()));
    } catch (NoClassDefFoundError e) {
      throw new VolumeException(
          source.path()
              + " is TIFF, which is read through ImageJ: add net.imagej:ij to the class path",
          e);
    }
  }

  @Override
  public VolumeHeader summary() {
    return new VolumeHeader(VolumeFormat.TIFF, stack.type(), stack.grid(), stack.frames());
  }

  @Override
  public Volume volume(OptionalInt frame) {
    return stored(frame).volume();
  }

  @Override
  public LabelVolume labels() {
    return stored(OptionalInt.empty()).labels();
  }

  private StoredVoxels stored(OptionalInt frame) {
    if (frame.isEmpty() && stack.frames() > 1) {
      throw new VolumeException(
          stack.path()
              + " holds "
              + stack.frames()
              + " volumes, its channels at each of its times: choose one of 0.."
              + (stack.frames() - 1)
              + " with Volumes.open(path, frame)");
    }
    return stack.voxels(frame.orElse(0));
  }

  @Override
  public void close() {}
}
