package org.mem3d.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.Volumes;

/** Whatever a NIfTI file holds, it is read or refused by a {@link VolumeException}. */
class NiftiFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void plain(byte[] bytes) throws IOException {
    read("fuzzed.nii", bytes);
  }

  @FuzzTest(maxDuration = "1h")
  void compressed(byte[] bytes) throws IOException {
    read("fuzzed.nii.gz", bytes);
  }

  private static void read(String name, byte[] bytes) throws IOException {
    try {
      Volume volume = Volumes.open(FuzzedFile.of(name, bytes));
      float[] slice = new float[volume.sliceSize(Axis.Z)];
      volume.readSlice(Axis.Z, volume.sizeZ() - 1, slice);
    } catch (VolumeException e) {
      Told.require(e);
    }
  }
}
