package org.mem3d.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** Each program runs, and finds a bright ellipsoid. */
class ProgramsTest {
  private static final int WIDTH = 140;
  private static final int HEIGHT = 120;
  private static final int DEPTH = 50;

  @TempDir private Path directory;
  private Path image;
  private Path truth;

  /** Writes an ellipsoid around the voxel (122, 98, 42) and its mask. */
  @BeforeEach
  void write() {
    float[] intensities = new float[WIDTH * HEIGHT * DEPTH];
    byte[] labels = new byte[intensities.length];
    for (int i = 0; i < intensities.length; i++) {
      double x = (i % WIDTH - 122) / 14.0;
      double y = (i / WIDTH % HEIGHT - 98) / 12.0;
      double z = (i / (WIDTH * HEIGHT) - 42) / 20.0;
      boolean inside = x * x + y * y + z * z < 1;
      labels[i] = (byte) (inside ? 1 : 0);
      intensities[i] = (inside ? 200 : 80) + i % 11;
    }
    image = directory.resolve("image.nii.gz");
    truth = directory.resolve("truth.nii.gz");
    Volumes.write(image, Volume.ofFloats(intensities, WIDTH, HEIGHT, DEPTH, Geometry.UNIT));
    Volumes.write(truth, new Mask(WIDTH, HEIGHT, DEPTH, Geometry.UNIT, labels));
  }

  private double dice(Path written) {
    LabelVolume found = Volumes.readLabels(written);
    LabelVolume wanted = Volumes.readLabels(truth);
    long both = 0;
    for (int i = 0; i < WIDTH * HEIGHT * DEPTH; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH % HEIGHT;
      int z = i / (WIDTH * HEIGHT);
      both += found.label(x, y, z) == 1 && wanted.label(x, y, z) == 1 ? 1 : 0;
    }
    return 2.0 * both / (found.count(1) + wanted.count(1));
  }

  @Test
  void fiveLines() {
    Path mask = directory.resolve("mask.nii.gz");
    FiveLines.main(new String[] {image.toString(), mask.toString()});
    assertThat(dice(mask)).isGreaterThan(0.8);
  }

  @Test
  void correctionRounds() {
    Path mask = directory.resolve("mask.nii.gz");
    CorrectionRounds.main(new String[] {image.toString(), truth.toString(), mask.toString()});
    assertThat(dice(mask)).isGreaterThan(0.9);
  }

  @Test
  void ownPixels() {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      OwnPixels.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    String found = printed.toString(StandardCharsets.UTF_8).replaceAll("\\D", "");
    // A ball of radius 12 has 7153 voxels.
    assertThat(Long.parseLong(found)).isBetween(6000L, 8500L);
  }
}
