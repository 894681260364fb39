package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * Files that other programs wrote are read, and as nibabel reads them where it is installed: one in
 * the repository, and real volumes where the folder {@code shared/data} is beside it, or where the
 * system property {@code mem3d.data} says.
 */
class RealFilesTest {
  private static final Path BALL = Path.of("src", "test", "resources", "ball");

  @TempDir Path folder;

  @Test
  void areReadAsNibabelReadsThem() throws Exception {
    List<Path> files = firstCases();
    Optional<Nibabel> nibabel = Nibabel.find();
    List<Nibabel.Found> found = nibabel.isPresent() ? nibabel.get().read(files) : List.of();
    for (int i = 0; i < files.size(); i++) {
      Path path = files.get(i);
      Volume volume = Volumes.open(path);
      if (nibabel.isPresent()) {
        assertThat(volume.geometry().affine())
            .as(path.toString())
            .containsExactly(found.get(i).numbers("affine"));
        assertThat(Nibabel.digest(volume)).as(path.toString()).isEqualTo(found.get(i).text("data"));
      }
      LabelVolume labels = Volumes.readLabels(path.resolveSibling("label.nii.gz"));
      assertThat(labels.labels()).as(path.toString()).isNotEmpty();
      assertThat(labels.sizeX()).isEqualTo(volume.sizeX());

      Path copy = folder.resolve("copy.nii");
      VoxelType stored = NiftiHeader.read(path).type();
      Volumes.write(copy, volume, stored);
      assertThat(Volumes.open(copy).geometry()).isEqualTo(volume.geometry());
      assertThat(Nibabel.digest(Volumes.open(copy))).isEqualTo(Nibabel.digest(volume));
    }
  }

  @Test
  void aFileOfNibabelIsReadToTheVoxel() {
    Volume volume = Volumes.open(BALL.resolve("image.nii.gz"));
    assertThat(volume.geometry().affine())
        .containsExactly(new double[] {0.9, 0, 0, 0, 0, 0.8, 0, 0, 0, 0, 3, 0}, within(1e-7));
    LabelVolume truth = Volumes.readLabels(BALL.resolve("label.nii.gz"));
    double[] sums = new double[2];
    int[] counts = new int[2];
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      SliceMask inside = truth.slice(1, Axis.Z, z);
      for (int i = 0; i < slice.length; i++) {
        int at = inside.contains(i) ? 1 : 0;
        int x = i % volume.sizeX();
        int y = Math.floorDiv(i, volume.sizeX());
        double depth =
            Math.pow((x - 23.5) / 11, 2)
                + Math.pow((y - 21.5) / 10, 2)
                + Math.pow((z - 9.5) / 6, 2);
        assertThat(depth <= 1).as("truth at %d, %d, %d", x, y, z).isEqualTo(at == 1);
        sums[at] += slice[i];
        counts[at]++;
      }
    }
    assertThat(sums[0] / counts[0]).isCloseTo(20, within(0.6));
    assertThat(sums[1] / counts[1]).isCloseTo(120, within(0.6));
  }

  /** Returns the file in the repository and the first image of each set of real ones. */
  private static List<Path> firstCases() throws IOException {
    List<Path> files = new ArrayList<>(List.of(BALL.resolve("image.nii.gz")));
    String given = System.getProperty("mem3d.data");
    Path data =
        given != null
            ? Path.of(given)
            : Path.of("").toAbsolutePath().resolve("../../shared/data").normalize();
    if (!Files.isDirectory(data)) {
      System.out.println("the repository's file alone: there is no folder " + data);
      return files;
    }
    try (Stream<Path> sets = Files.list(data).filter(Files::isDirectory).sorted()) {
      for (Path set : sets.toList()) {
        try (Stream<Path> cases = Files.list(set).sorted()) {
          cases
              .map(one -> one.resolve("image.nii.gz"))
              .filter(Files::exists)
              .limit(1)
              .forEach(files::add);
        }
      }
    }
    return files;
  }
}
