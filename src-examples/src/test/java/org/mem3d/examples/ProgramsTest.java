package org.mem3d.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
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

  @Tag("slow") // starts an engine, as each of those so marked
  @Test
  void correctionRounds() {
    Path mask = directory.resolve("mask.nii.gz");
    CorrectionRounds.main(new String[] {image.toString(), truth.toString(), mask.toString()});
    assertThat(dice(mask)).isGreaterThan(0.9);
  }

  @Test
  void ownPixels() throws Exception {
    assertBall(printed(() -> OwnPixels.main(new String[0])), "voxels of the ball: (\\d+)");
  }

  @Tag("slow")
  @Test
  void imageJ() throws Exception {
    String said = printed(() -> WithImageJ.main(new String[0]));
    assertBall(said, "labels: (\\d+) voxels of ball, outlines on \\d+ slices");
  }

  @Tag("slow")
  @Test
  void imgLib2() throws Exception {
    assertBall(printed(() -> WithImgLib2.main(new String[0])), "voxels of the ball: (\\d+)");
  }

  @Tag("slow")
  @Test
  void ownBackend() throws Exception {
    String said = printed(() -> OwnBackend.main(new String[0]));
    assertBall(said, "(\\d+) voxels by [1-9]\\d* graphs on the backend counting");
  }

  @Tag("slow")
  @Test
  void manyVolumes() throws Exception {
    Path volumes = Files.createDirectory(directory.resolve("volumes"));
    for (String name : List.of("a.nii.gz", "b.nrrd", "c.mha")) {
      Volumes.write(volumes.resolve(name), Ball.volume());
    }
    Path masks = directory.resolve("masks");
    String said =
        printed(() -> ManyVolumes.main(new String[] {volumes.toString(), masks.toString()}));
    for (String name : List.of("a.nii.gz", "b.nrrd", "c.mha")) {
      assertBall(said, name + ": (\\d+) voxels");
      assertThat(Volumes.readLabels(masks.resolve(name)).count(1)).isPositive();
    }
  }

  /** A mask without the ten uppermost slices gets them back by one click there. */
  @Tag("slow")
  @Test
  void startFromMask() throws Exception {
    LabelVolume whole = Volumes.readLabels(truth);
    byte[] cut = whole.toMask().toByteArray();
    Arrays.fill(cut, 38 * WIDTH * HEIGHT, cut.length, (byte) 0);
    Path start = directory.resolve("start.nii.gz");
    Volumes.write(start, new Mask(WIDTH, HEIGHT, DEPTH, Geometry.UNIT, cut));
    double before = dice(start);
    Path mask = directory.resolve("mask.nii.gz");
    String said =
        printed(
            () ->
                StartFromMask.main(
                    new String[] {
                      image.toString(), start.toString(), mask.toString(), "122", "98", "44"
                    }));
    assertThat(said).contains("label 1: ", "voxels given", "now ", "look next at slice ");
    assertThat(dice(mask)).isGreaterThan(before + 0.1).isGreaterThan(0.85);
  }

  @Test
  void swing() throws Exception {
    BufferedImage picture = new BufferedImage(384, 434, BufferedImage.TYPE_INT_RGB);
    try (SegmentationEngine engine = SegmentationEngine.open();
        SegmentationSession session = engine.newSession(Ball.volume())) {
      SwingWindow window = new SwingWindow(session);
      window.setSize(picture.getWidth(), picture.getHeight());
      window.mark(Ball.MIDDLE, Ball.MIDDLE, Ball.MIDDLE);
      window.finish();
      // Another slice than the marked one: what is coloured there came by the propagation.
      SwingUtilities.invokeAndWait(() -> window.slice.setValue(Ball.MIDDLE + 5));
      SwingUtilities.invokeAndWait(() -> window.paint(picture.getGraphics()));
    }
    int coloured = 0;
    for (int i = 0; i < 384 * 384; i++) {
      int rgb = picture.getRGB(i % 384, 24 + i / 384);
      coloured += (rgb >> 16 & 255) > (rgb & 255) ? 1 : 0;
    }
    // A disc of radius 10.9, each voxel 8 x 8 pixels.
    assertThat(coloured / 64).isBetween(300, 450);
  }

  @Tag("slow")
  @Test
  void fineTuning() throws Exception {
    Path cases = Files.createDirectory(directory.resolve("cases"));
    Files.copy(image, cases.resolve("ellipsoid.nii.gz"));
    Files.copy(truth, cases.resolve("ellipsoid_label.nii.gz"));
    Path run = directory.resolve("run");
    String said =
        printed(() -> FineTuning.main(new String[] {cases.toString(), run.toString(), "4"}));
    assertBall(said, "voxels of the ball: (\\d+)");
    assertThat(run.resolve("interaction.md")).isNotEmptyFile();
  }

  /** A ball of radius 12 has 7153 voxels. */
  private static void assertBall(String said, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(said);
    assertThat(found.find()).as("%s in: %s", pattern, said).isTrue();
    assertThat(Long.parseLong(found.group(1))).isBetween(6000L, 8500L);
  }

  private interface Program {
    void run() throws Exception;
  }

  private static String printed(Program program) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      program.run();
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
