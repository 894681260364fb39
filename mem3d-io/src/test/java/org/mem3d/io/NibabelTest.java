package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.Volume;

/** nibabel reads what is written here, and the other way round; where nibabel is installed. */
class NibabelTest {
  @TempDir Path folder;
  private Optional<Nibabel> found = Optional.empty();

  @BeforeEach
  void needsNibabel() throws Exception {
    found = Nibabel.find();
    assumeTrue(found.isPresent(), "nibabel is not installed");
  }

  @Test
  void readsWhatIsWrittenHere() throws Exception {
    // An oblique one, an orthogonal one along the axes, and one with a shear and so without qform.
    List<Geometry> geometries =
        List.of(
            Geometry.ofAffine(
                Volumes.open(Path.of("src/test/resources/nifti/float32_le_v1.nii"))
                    .geometry()
                    .affine()),
            TestVolumes.OBLIQUE,
            Geometry.ofAffine(1, 0.25, 0, 5, 0, 1, 0, 6, 0, 0, 2, 7));
    List<Path> files = new ArrayList<>();
    List<VoxelType> types = new ArrayList<>();
    List<Volume> volumes = new ArrayList<>();
    for (VoxelType type : VoxelType.values()) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        for (int version = 1; version <= 2; version++) {
          for (String end : List.of(".nii", ".nii.gz")) {
            int at = files.size();
            Volume volume =
                Volume.ofFloats(
                    TestVolumes.values(type, at),
                    TestVolumes.X,
                    TestVolumes.Y,
                    TestVolumes.Z,
                    geometries.get(at / 3 % geometries.size()));
            Path path = folder.resolve(type + "-" + order + "-" + version + end);
            NiftiWriter.of(type).withByteOrder(order).withVersion(version).write(path, volume);
            files.add(path);
            types.add(type);
            volumes.add(volume);
          }
        }
      }
    }
    List<Nibabel.Found> results = found.orElseThrow().read(files);
    assertThat(results).hasSize(80).hasSameSizeAs(files);
    for (int i = 0; i < files.size(); i++) {
      Nibabel.Found result = results.get(i);
      assertThat(result.text("type")).isEqualTo(types.get(i).toString());
      assertThat(result.numbers("shape")).containsExactly(7, 5, 3);
      assertThat(result.text("order"))
          .isEqualTo(files.get(i).toString().contains("BIG") ? ">" : "<");
      assertThat(result.number("version")).isEqualTo(i / 2 % 2 + 1);
      assertThat(result.numbers("affine")).containsExactly(volumes.get(i).geometry().affine());
      assertThat(result.number("qform")).isEqualTo(i / 3 % 3 == 2 ? 0 : 1);
      assertThat(result.number("qformError")).isLessThan(1e-5);
      assertThat(result.text("data")).isEqualTo(Nibabel.digest(volumes.get(i)));
    }
  }

  @Test
  void isReadHere() throws Exception {
    List<Nibabel.Found> results = found.orElseThrow().write(folder);
    assertThat(results).hasSize(80);
    for (Nibabel.Found result : results) {
      Path path = Path.of(result.text("file"));
      Volume volume = Volumes.open(path);
      assertThat(NiftiHeader.read(path).type()).hasToString(result.text("type"));
      assertThat(volume.geometry().affine()).containsExactly(result.numbers("affine"));
      assertThat(Nibabel.digest(volume)).isEqualTo(result.text("data"));
    }
  }
}
