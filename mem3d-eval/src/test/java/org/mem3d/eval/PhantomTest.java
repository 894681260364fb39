package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;

class PhantomTest {
  @Test
  void theSameSeedGivesTheSameVoxels() {
    Phantom phantom = Phantom.of(40, 40, 16, 3);
    Phantom again = Phantom.of(40, 40, 16, 3);
    assertThat(again.truth()).isEqualTo(phantom.truth());
    assertThat(voxels(again)).isEqualTo(voxels(phantom));
    assertThat(Phantom.of(40, 40, 16, 4).truth()).isNotEqualTo(phantom.truth());
  }

  @Test
  void everyObjectSpansSlicesEnoughForTheProtocol() {
    Phantom phantom = Phantom.of(80, 80, 64, 1);
    List<Truth> objects = Truth.all(phantom.truth().asVolume(), Axis.Z);
    assertThat(objects).hasSameSizeAs(phantom.objects());
    for (Truth object : objects) {
      assertThat(object.voxels()).as("label %d", object.label()).isGreaterThan(300);
      assertThat(object.extent()).as("label %d", object.label()).isBetween(8, 60);
    }
  }

  private static float[] voxels(Phantom phantom) {
    float[] all = new float[40 * 40 * 16];
    float[] slice = new float[40 * 40];
    for (int z = 0; z < 16; z++) {
      phantom.image().readSlice(Axis.Z, z, slice);
      System.arraycopy(slice, 0, all, z * slice.length, slice.length);
    }
    return all;
  }
}
