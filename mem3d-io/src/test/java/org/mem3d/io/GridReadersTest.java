package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Mask;
import org.mem3d.Volume;

/**
 * nibabel and ITK see an image and its mask at the same place. nibabel is asked where it is
 * installed; of the matrix all combinations of codes, forms and units, in one version. With {@code
 * -Dmem3d.itk=PROGRAM} (made by CMake from {@code src/test/itk}) both are asked for the whole of
 * it.
 */
class GridReadersTest {
  @TempDir Path folder;

  private final List<Path> images = new ArrayList<>();
  private final List<Path> masks = new ArrayList<>();

  @Test
  void nibabelSeesImageAndMaskAtOnePlace() throws Exception {
    Optional<Nibabel> nibabel = Nibabel.find();
    assumeTrue(nibabel.isPresent(), "nibabel is not installed");
    boolean whole = System.getProperty("mem3d.itk") != null;
    for (GridMatrix.Combination each : GridMatrix.all()) {
      if (whole || (each.version() == 1 && each.time() == 8)) {
        add(each);
      }
    }
    Nibabel found = nibabel.orElseThrow();
    assertThat(compare("nibabel", found.places(images), found.places(masks))).isEmpty();
  }

  @Test
  void itkSeesImageAndMaskAtOnePlace() throws Exception {
    String program = System.getProperty("mem3d.itk");
    if (program == null) {
      System.out.println("SKIPPED: comparison with ITK, since -Dmem3d.itk=PROGRAM is not given");
    }
    assumeTrue(program != null, "-Dmem3d.itk=PROGRAM is not given");
    for (GridMatrix.Combination each : GridMatrix.all()) {
      if (each.version() == 1) { // ITK 5.2 as Debian builds it reads no NIfTI-2
        add(each);
      }
    }
    // A sheared sform without a qform, in every unit: ITK has no such images.
    assertThat(compare("ITK", itk(program, images), itk(program, masks))).hasSize(5 * 16);
  }

  private void add(GridMatrix.Combination each) throws IOException {
    NiftiFields fields = each.fields();
    Path image = folder.resolve(each.fileName() + ".nii");
    Files.write(image, GridMatrix.file(fields, ByteOrder.LITTLE_ENDIAN));
    Volume volume = Volumes.open(image);
    byte[] labels = new byte[volume.sizeX() * volume.sizeY() * volume.sizeZ()];
    labels[0] = 1;
    Path mask = folder.resolve(each.fileName() + "-mask.nii");
    Volumes.write(
        mask, new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels));
    images.add(image);
    masks.add(mask);
  }

  private List<String> compare(String reader, List<String> ofImages, List<String> ofMasks) {
    assertThat(ofImages).hasSameSizeAs(images);
    assertThat(ofMasks).hasSameSizeAs(masks);
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < ofImages.size(); i++) {
      assertThat(ofMasks.get(i)).as("%s, %s", reader, images.get(i)).isEqualTo(ofImages.get(i));
      if (ofImages.get(i).contains("\"error\"")) {
        refused.add(images.get(i).getFileName() + " " + ofImages.get(i));
      }
    }
    System.out.println(
        reader
            + " sees "
            + ofImages.size()
            + " images and their masks alike; refused "
            + refused.size());
    return refused;
  }

  private static List<String> itk(String program, List<Path> files)
      throws IOException, InterruptedException {
    StringBuilder names = new StringBuilder();
    files.forEach(file -> names.append(file.toAbsolutePath()).append('\n'));
    Process process =
        new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(names.toString().getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                System.out.println("ITK took no more names: " + e);
              }
            });
    feeder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    feeder.join();
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }
}
