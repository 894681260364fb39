package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Volume;

/**
 * Real volumes are read, and as nibabel reads them where it is installed. They lie in {@code
 * shared/data} beside the repository, or where the system property {@code mem3d.data} says.
 */
class RealFilesTest {
  @TempDir Path folder;

  @Test
  void areReadAsNibabelReadsThem() throws Exception {
    List<Path> files = firstCases();
    assumeTrue(!files.isEmpty(), "no real data");
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

  /** Returns the first image of each set. */
  private static List<Path> firstCases() throws IOException {
    String given = System.getProperty("mem3d.data");
    Path data =
        given != null
            ? Path.of(given)
            : Path.of("").toAbsolutePath().resolve("../../shared/data").normalize();
    if (!Files.isDirectory(data)) {
      System.out.println("SKIPPED: real files, since there is no folder " + data);
      return List.of();
    }
    List<Path> files = new ArrayList<>();
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
