package org.mem3d.train.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;

class SyntheticVolumeTest {
  private static float[] voxels(LabelledVolume volume) {
    int slice = volume.image().sliceSize(Axis.Z);
    float[] all = new float[slice * volume.slices()];
    float[] plane = new float[slice];
    for (int z = 0; z < volume.slices(); z++) {
      volume.image().readSlice(Axis.Z, z, plane);
      System.arraycopy(plane, 0, all, z * slice, slice);
    }
    return all;
  }

  private static int[] parts(TrainingVolume volume) {
    int voxels = volume.image().sliceSize(Axis.Z) * volume.slices();
    return IntStream.range(0, voxels).map(volume.parts()::at).toArray();
  }

  @Test
  void sameSeedGivesTheSameVoxelsAndAnotherGivesOthers() {
    LabelledVolume one = SyntheticVolume.of(64, 10, 42);
    LabelledVolume again = SyntheticVolume.of(64, 10, 42);
    assertThat(voxels(again)).isEqualTo(voxels(one));
    assertThat(again.labels()).isEqualTo(one.labels());
    assertThat(again.parents()).isEqualTo(one.parents());
    assertThat(voxels(SyntheticVolume.of(64, 10, 43))).isNotEqualTo(voxels(one));
  }

  @Test
  void everyVoxelHasALabelAndObjectsComeAndGoAlongTheSlices() {
    int objects = 0;
    int ending = 0;
    for (long seed = 0; seed < 6; seed++) {
      LabelledVolume volume = SyntheticVolume.of(96, 16, seed);
      List<Set<Integer>> present = new ArrayList<>();
      for (int z = 0; z < volume.slices(); z++) {
        Set<Integer> here = new HashSet<>();
        for (int i = 0; i < volume.sliceSize(); i++) {
          int label = volume.labels()[volume.index(z, i)];
          assertThat(label).isBetween(1, volume.parents().length - 1);
          here.add(label);
        }
        present.add(here);
      }
      int[] areas = volume.largestAreas();
      for (int label = volume.backgrounds() + 1; label < areas.length; label++) {
        int each = label;
        if (areas[label] >= 60) {
          objects++;
          ending += present.stream().allMatch(here -> here.contains(each)) ? 0 : 1;
        }
      }
    }
    assertThat(objects).isGreaterThan(20);
    assertThat(ending).as("objects that end inside the volume").isGreaterThan(objects / 4);
  }

  @Test
  void filesKeepEverything(@TempDir Path directory) throws IOException {
    LabelledVolume volume = SyntheticVolume.of(48, 6, 7);
    Path file = directory.resolve("a.volume");
    VolumeFile.write(file, volume);
    LabelledVolume read = VolumeFile.read(file);
    assertThat(voxels(read)).isEqualTo(voxels(volume));
    assertThat(read.labels()).isEqualTo(volume.labels());
    assertThat(read.parents()).isEqualTo(volume.parents());
    assertThat(read.backgrounds()).isEqualTo(volume.backgrounds());
    assertThat(read.image().geometry().spacing(Axis.Z))
        .isEqualTo(volume.image().geometry().spacing(Axis.Z));
  }

  @Test
  void poolShowsAStepTheSameVolumesWheneverItIsAsked(@TempDir Path directory) throws IOException {
    List<int[]> first = new ArrayList<>();
    try (VolumePool pool = new VolumePool(3, directory, 3, 2, 0.5, 0)) {
      assertThat(pool.at(0)).hasSize(2);
      for (TrainingVolume volume : pool.at(4)) {
        first.add(parts(volume));
      }
    }
    assertThat(first).hasSize(3);
    try (VolumePool later = new VolumePool(3, directory, 3, 2, 0.5, 4)) {
      List<TrainingVolume> again = later.at(4);
      assertThat(again).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(parts(again.get(i))).isEqualTo(first.get(i));
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("volumes that have left the window are deleted")
          .doesNotContain("3-0.volume");
    }
  }
}
