package org.mem3d.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
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

  /** What is refused at the door is not fuzzed. */
  @Test
  void seedsAreRead() throws IOException {
    assertThat(read("seed.nii", Seed.of(NiftiFuzzTest.class, "plain/nifti1"))).isTrue();
    assertThat(read("seed.nii.gz", Seed.of(NiftiFuzzTest.class, "compressed/nifti1"))).isTrue();
  }

  /** Returns whether the bytes were not refused. */
  private static boolean read(String name, byte[] bytes) throws IOException {
    try {
      Volume volume = Volumes.open(FuzzedFile.of(name, bytes));
      float[] slice = new float[volume.sliceSize(Axis.Z)];
      volume.readSlice(Axis.Z, volume.sizeZ() - 1, slice);
      return true;
    } catch (VolumeException e) {
      Told.require(e);
      return false;
    }
  }
}
