package org.mem3d.train.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.train.volume.LabelledVolume;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;
import org.mem3d.train.volume.VolumeSource;

class CaseFolderTest {
  private static final CaseFolder.Settings ALIKE = new CaseFolder.Settings(0, 0.5);

  private static void write(Path folder, long seed, boolean image, boolean label)
      throws IOException {
    Files.createDirectories(folder);
    LabelledVolume volume = SyntheticVolume.of(48, 10, seed);
    if (image) {
      Volumes.write(folder.resolve("image.nii.gz"), volume.image());
    }
    if (label) {
      float[] labels = new float[volume.labels().length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = volume.labels()[i] > volume.backgrounds() ? volume.labels()[i] : 0;
      }
      Volumes.write(
          folder.resolve("label.nii.gz"),
          Volume.ofFloats(labels, 48, 48, 10, volume.image().geometry()));
    }
  }

  private static float[] voxels(Volume volume, Axis axis) {
    float[] all = new float[volume.sizeX() * volume.sizeY() * volume.sizeZ()];
    float[] slice = new float[volume.sliceSize(axis)];
    for (int i = 0; i < volume.size(axis); i++) {
      volume.readSlice(axis, i, slice);
      System.arraycopy(slice, 0, all, i * slice.length, slice.length);
    }
    return all;
  }

  private static int[] parts(TrainingVolume volume) {
    int[] numbers = new int[volume.image().sliceSize(Axis.Z) * volume.image().sizeZ()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = volume.parts().at(i);
    }
    return numbers;
  }

  @Test
  void imagesLabelsAndShapesAreFoundInBothLayouts(@TempDir Path directory) throws IOException {
    write(directory.resolve("a/one"), 1, true, true);
    write(directory.resolve("a/two"), 2, true, false);
    write(directory.resolve("b_shapes/three"), 3, false, true);
    Path flat = Files.createDirectories(directory.resolve("flat"));
    Volumes.write(flat.resolve("scan.nii.gz"), SyntheticVolume.of(48, 10, 4).image());
    Volumes.write(flat.resolve("scan_label.nii.gz"), SyntheticVolume.of(48, 10, 4).image());
    Volumes.write(flat.resolve("other.nii"), SyntheticVolume.of(48, 10, 5).image());
    Files.writeString(flat.resolve("notes.txt"), "no volume");
    Volumes.write(
        directory.resolve("a/one/scribble.nii.gz"), SyntheticVolume.of(48, 10, 6).image());

    List<CaseFiles> found = CaseFiles.in(directory);
    assertThat(found.stream().map(CaseFiles::toString))
        .containsExactly("a/one", "a/two", "b_shapes/three", "flat/other", "flat/scan");
    assertThat(found.stream().map(each -> each.image() != null))
        .containsExactly(true, true, false, true, true);
    assertThat(found.stream().map(each -> each.label() != null))
        .containsExactly(true, false, true, false, true);
    assertThat(CaseFiles.in(flat).stream().map(CaseFiles::toString))
        .containsExactly("flat/other", "flat/scan");
  }

  @Test
  void whatIsPreparedIsTheVolumeAndIsReadFromTheCacheAfterwards(@TempDir Path directory)
      throws IOException {
    Path data = directory.resolve("data");
    write(data.resolve("a/one"), 1, true, true);
    Path cache = directory.resolve("cache");
    List<String> said = new ArrayList<>();
    CaseFolder first = new CaseFolder(data, cache, ALIKE, said::add);
    assertThat(said).singleElement().asString().contains("a/one");
    CaseFolder again = new CaseFolder(data, cache, ALIKE, said::add);
    assertThat(said).as("prepared once").hasSize(1);
    Volume image = SyntheticVolume.of(48, 10, 1).image();
    for (long seed = 0; seed < 8; seed++) {
      TrainingVolume one = first.draw(new SplittableRandom(seed));
      TrainingVolume same = again.draw(new SplittableRandom(seed));
      assertThat(one.axis()).isEqualTo(same.axis());
      assertThat(parts(same)).isEqualTo(parts(one));
      for (Axis axis : Axis.values()) {
        assertThat(voxels(one.image(), axis)).isEqualTo(voxels(image, axis));
      }
      assertThat(same.objects().draw(new SplittableRandom(seed)))
          .isEqualTo(one.objects().draw(new SplittableRandom(seed)));
    }
  }

  @Test
  void aPreparationThatWasKilledIsMadeAnewAndADamagedFileIsNamed(@TempDir Path directory)
      throws IOException {
    Path data = directory.resolve("data");
    write(data.resolve("a/one"), 1, true, false);
    Path cache = directory.resolve("cache");
    new CaseFolder(data, cache, ALIKE, line -> {});
    Path block;
    try (Stream<Path> files = Files.list(cache)) {
      block = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(block);
    // Killed while it wrote: half a file under the name that it has until it is whole.
    Files.delete(block);
    Files.write(
        block.resolveSibling(block.getFileName() + ".1234.part"),
        java.util.Arrays.copyOf(whole, whole.length / 2));
    List<String> said = new ArrayList<>();
    CaseFolder anew = new CaseFolder(data, cache, ALIKE, said::add);
    assertThat(said).hasSize(1);
    assertThat(Files.readAllBytes(block)).isEqualTo(whole);
    assertThat(anew.draw(new SplittableRandom(1)).image().sizeX()).isEqualTo(48);

    Files.write(block, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> new CaseFolder(data, cache, ALIKE, line -> {}))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining(block.getFileName().toString())
        .hasMessageContaining("delete it");
  }

  @Test
  void aFolderWithoutImagesIsRefused(@TempDir Path directory) throws IOException {
    write(directory.resolve("shapes/three"), 3, false, true);
    assertThatThrownBy(
            () -> new CaseFolder(directory, directory.resolve("cache"), ALIKE, line -> {}))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("no image");
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThatThrownBy(() -> CaseFiles.in(empty))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("no case");
  }

  @Test
  void largeVolumesAreCutIntoBlocks() {
    Volume large = Volume.ofBytes(new byte[600 * 10 * 3], 600, 10, 3, Geometry.ofSpacing(1, 2, 3));
    List<Block> blocks = Block.of(large, 256);
    int sum = 0;
    for (Block block : blocks) {
      Volume part = block.of(large);
      sum += part.sizeX();
      assertThat(part.sizeX()).isBetween(150, 256);
      assertThat(part.sizeY()).isEqualTo(10);
      assertThat(part.geometry().spacing(Axis.Z)).isEqualTo(3);
    }
    assertThat(blocks).hasSize(3);
    assertThat(sum).isEqualTo(600);
  }

  /** Nothing but made-up volumes of one kind. */
  private static final class Others implements VolumeSource {
    private final TrainingVolume volume =
        TrainingVolume.of("made up", SyntheticVolume.of(32, 6, 9));

    @Override
    public List<TrainingVolume> at(long step) {
      return List.of(volume);
    }

    @Override
    public String describe() {
      return "made up";
    }

    @Override
    public void close() {}
  }

  @Test
  void sharesAndSetsAreDrawnAsTheyShouldAndFollowFromTheSeed(@TempDir Path directory)
      throws IOException {
    Path data = directory.resolve("data");
    for (int i = 0; i < 4; i++) {
      write(data.resolve("many/" + i), 10 + i, true, false);
    }
    write(data.resolve("single/0"), 20, true, false);
    CaseFolder folder =
        new CaseFolder(
            data, directory.resolve("cache"), new CaseFolder.Settings(0.5, 0.5), line -> {});
    try (MixedSource source =
        new MixedSource(7, List.of(new MixedSource.Share(folder, 0.75)), 0, new Others())) {
      Map<String, Integer> counts = new HashMap<>();
      int drawn = 0;
      for (long step = 0; step < 60; step++) {
        List<TrainingVolume> now = source.at(step);
        assertThat(source.at(step).stream().map(TrainingVolume::name))
            .isEqualTo(now.stream().map(TrainingVolume::name).toList());
        for (TrainingVolume volume : now) {
          counts.merge(volume.name().replaceAll("/.*", ""), 1, Integer::sum);
          drawn++;
        }
      }
      // A set of 4 weighs 2, one of 1 weighs 1.
      assertThat(counts.getOrDefault("made up", 0) / (double) drawn).isBetween(0.24, 0.26);
      assertThat(counts.getOrDefault("many", 0) / (double) drawn).isBetween(0.45, 0.55);
      assertThat(counts.getOrDefault("single", 0) / (double) drawn).isBetween(0.2, 0.3);
    }
  }
}
