package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** TIFF stacks as ImageJ and tifffile write them. */
class TiffTest {
  private static final int X = 5;
  private static final int Y = 4;

  @TempDir Path folder = Path.of(".");

  private static ImagePlus stack(int bits, int pictures) {
    ImageStack stack = new ImageStack(X, Y);
    for (int z = 0; z < pictures; z++) {
      Object pixels =
          switch (bits) {
            case 8 -> new byte[X * Y];
            case 16 -> new short[X * Y];
            default -> new float[X * Y];
          };
      stack.addSlice(null, pixels);
      for (int i = 0; i < X * Y; i++) {
        stack.setVoxel(i % X, i / X, z, 50 * z + i + (bits == 32 ? 0.5 : 0));
      }
    }
    return new ImagePlus("stack", stack);
  }

  private Path saved(ImagePlus image) {
    Path path = folder.resolve("stack.tif");
    FileSaver saver = new FileSaver(image);
    boolean done =
        image.getStackSize() > 1
            ? saver.saveAsTiffStack(path.toString())
            : saver.saveAsTiff(path.toString());
    assertThat(done).isTrue();
    return path;
  }

  @Test
  void everyTypeWithItsCalibration() {
    for (int bits : new int[] {8, 16, 32}) {
      ImagePlus image = stack(bits, 3);
      Calibration calibration = image.getCalibration();
      calibration.setUnit("micron");
      calibration.pixelWidth = 500;
      calibration.pixelHeight = 250;
      calibration.pixelDepth = 2000;
      Path path = saved(image);
      assertThat(Volumes.header(path).format()).isEqualTo(VolumeFormat.TIFF);
      Volume volume = Volumes.open(path);
      assertThat(volume.geometry()).isEqualTo(Geometry.ofSpacing(0.5, 0.25, 2));
      assertThat(volume.geometry().stored().map(StoredGrid::isPlaced)).contains(false);
      float[] values = TestVolumes.read(volume);
      for (int i = 0; i < values.length; i++) {
        float wanted = 50 * Math.floorDiv(i, X * Y) + i % (X * Y) + (bits == 32 ? 0.5f : 0);
        assertThat(values[i]).as(bits + " bits, voxel " + i).isEqualTo(wanted);
      }
    }
    ImagePlus one = stack(8, 1);
    assertThat(Volumes.open(saved(one)).sizeZ()).isEqualTo(1);
    assertThat(Volumes.readLabels(saved(stack(16, 2))).label(4, 3, 1)).isEqualTo(69);
  }

  @Test
  void signedValues() {
    ImagePlus image = stack(16, 2);
    image.getCalibration().setSigned16BitCalibration();
    assertThat(TestVolumes.read(Volumes.open(saved(image)))[3]).isEqualTo(3 - 32768);
  }

  @Test
  void channelsAndTimesOfAHyperstack() {
    ImagePlus image = stack(16, 12);
    image.setDimensions(2, 3, 2);
    image.setOpenAsHyperStack(true);
    Path path = saved(image);
    assertThatThrownBy(() -> Volumes.open(path))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("4 volumes");
    assertThat(Volumes.header(path).frames()).isEqualTo(4);
    // Channel 1 of time 1: pictures 7, 9 and 11.
    float[] values = TestVolumes.read(Volumes.open(path, 3));
    assertThat(values[0]).isEqualTo(350);
    assertThat(values[X * Y]).isEqualTo(450);
    assertThatThrownBy(() -> Volumes.open(path, 4)).hasMessageContaining("no frame 4");
  }

  @Test
  void whatTifffileWrites() throws Exception {
    var python = Python.with("tifffile, numpy");
    assumeTrue(python.isPresent(), "tifffile is not installed");
    List<String> names = python.orElseThrow().run("tifffile_write.py", "", folder.toString());
    assertThat(names).isNotEmpty();
    for (String name : names) {
      Volume volume = Volumes.open(folder.resolve(name));
      float[] values = TestVolumes.read(volume);
      assertThat(values).as(name).hasSize(60);
      for (int i = 0; i < 60; i++) {
        assertThat(values[i])
            .as(name + " voxel " + i)
            .isEqualTo(name.startsWith("int16") ? i - 30 : i);
      }
      if (name.contains("imagej")) {
        assertThat(volume.geometry()).isEqualTo(Geometry.ofSpacing(0.5, 0.5, 3));
      }
    }
    System.out.println("mem3d reads as tifffile wrote them: " + names);
  }

  @Test
  void whatIsRefused() throws IOException {
    ImagePlus colours = new ImagePlus("c", new ColorProcessor(3, 3));
    assertThatThrownBy(() -> Volumes.open(saved(colours)))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("stack.tif", "RGB");
    Path path = saved(stack(16, 4));
    byte[] bytes = Files.readAllBytes(path);
    float[] whole = TestVolumes.read(Volumes.open(path));
    int refused = 0;
    for (int length = 0; length < bytes.length; length += 7) {
      Files.write(path, Arrays.copyOf(bytes, length));
      try {
        assertThat(TestVolumes.read(Volumes.open(path))).containsExactly(whole);
      } catch (VolumeException e) {
        refused++;
        assertThat(e).hasMessageContaining("stack.tif");
      }
    }
    assertThat(refused).isGreaterThan(20);
    long seed = System.nanoTime();
    System.out.println("TiffTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] spoilt = bytes.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        spoilt[random.nextInt(300)] = (byte) random.nextInt();
      }
      Files.write(path, spoilt);
      try {
        Volumes.open(path);
      } catch (VolumeException e) {
        assertThat(e).hasMessageContaining("stack.tif");
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }
}
