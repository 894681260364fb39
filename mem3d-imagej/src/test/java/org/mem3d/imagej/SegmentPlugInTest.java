package org.mem3d.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.Macro;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mem3d.InteractionException;
import org.mem3d.PropagationCancelledException;
import org.mem3d.SegmentationEngine;

/** The whole loop with ImageJ's own ROIs, without a window: by the plugin, as a macro runs it. */
class SegmentPlugInTest {
  private static final int X = 48;
  private static final int Y = 40;
  private static final int Z = 12;

  private ImagePlus image = new ImagePlus();

  private static boolean inBall(int x, int y, int z) {
    return Math.hypot(Math.hypot((x - 22) / 11.0, (y - 20) / 11.0), (z - 6) / 5.0) <= 1;
  }

  @BeforeEach
  void makeABall() {
    ImageStack stack = new ImageStack(X, Y);
    for (int z = 0; z < Z; z++) {
      short[] pixels = new short[X * Y];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) (inBall(i % X, i / X, z) ? 900 + i % 5 : 100 + i % 7);
      }
      stack.addSlice(null, pixels);
    }
    image = new ImagePlus("ball", stack);
    image.setDimensions(1, Z, 1);
    WindowManager.setTempCurrentImage(image);
  }

  @AfterEach
  void forgetIt() {
    WindowManager.setTempCurrentImage(null);
  }

  private static double dice(ImagePlus labels) {
    int both = 0;
    int sum = 0;
    for (int z = 0; z < Z; z++) {
      for (int i = 0; i < X * Y; i++) {
        boolean truth = inBall(i % X, i / X, z);
        boolean found = labels.getStack().getVoxel(i % X, i / X, z) == 1;
        both += truth && found ? 1 : 0;
        sum += (truth ? 1 : 0) + (found ? 1 : 0);
      }
    }
    return 2.0 * both / sum;
  }

  @Test
  void anOvalAndAStrokeBesideAreEnough() {
    Roi oval = new OvalRoi(11, 9, 23, 23);
    oval.setPosition(7);
    Roi beside = new PolygonRoi(new int[] {2, 2}, new int[] {5, 35}, 2, Roi.POLYLINE);
    beside.setPosition(7);
    beside.setName("-beside");
    try (SegmentationEngine engine = SegmentationEngine.open()) {
      RoiSession.Result result =
          RoiSession.run(engine, image, 1, 1, List.of(oval, beside), RoiMarks.Areas.ROUGH);
      assertThat(dice(MaskImages.labels("m", result.mask(), image))).isGreaterThan(0.9);
      assertThat(result.objects()).hasSize(1);
      assertThatThrownBy(() -> RoiSession.run(engine, image, 1, 1, List.of(), RoiMarks.Areas.ROUGH))
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("mark an object first");
    }
  }

  @Test
  void theCommandWithTheOptionsOfAMacro() {
    Roi first = new OvalRoi(11, 9, 23, 23);
    first.setPosition(7);
    first.setGroup(3);
    image.setOverlay(new Overlay(first));
    command("areas=Exact output=Overlay");
    Overlay found = image.getOverlay();
    assertThat(found.size()).isBetween(9, Z + 1);
    assertThat(found.toArray()).allMatch(roi -> roi.getPosition() > 0);
    // The mark is still there; outlines are none, and are replaced.
    assertThat(found.toArray()).filteredOn(roi -> !MaskImages.isResult(roi)).hasSize(1);
    new SegmentPlugIn().run("areas=Exact output=Overlay");
    assertThat(image.getOverlay().size()).isEqualTo(found.size());
    assertThat(image.getOverlay().toArray())
        .filteredOn(roi -> !MaskImages.isResult(roi))
        .singleElement()
        .matches(roi -> roi.getGroup() == 3);
  }

  @Test
  void theTableTellsOfEachObject() {
    Roi oval = new OvalRoi(11, 9, 23, 23);
    oval.setPosition(7);
    try (SegmentationEngine engine = SegmentationEngine.open()) {
      List<Double> heard = new ArrayList<>();
      RoiSession.Result result =
          RoiSession.run(
              engine,
              image,
              1,
              1,
              List.of(oval),
              RoiMarks.Areas.EXACT,
              fraction -> heard.add(fraction));
      assertThat(heard).contains(1.0);
      ResultsTable table = ResultTable.of(result);
      assertThat(table.size()).isEqualTo(1);
      assertThat(table.getValue("Voxels", 0)).isEqualTo(result.mask().count(1));
      assertThat(table.getValue("Cubic mm", 0)).isEqualTo(table.getValue("Voxels", 0));
      assertThat(table.getValue("Expected Dice", 0)).isBetween(0.5, 1.0);
      assertThat(Integer.parseInt(table.getStringValue("Next slice", 0))).isBetween(1, Z);
      assertThatThrownBy(
              () ->
                  RoiSession.run(
                      engine, image, 1, 1, List.of(oval), RoiMarks.Areas.EXACT, fraction -> false))
          .isInstanceOf(PropagationCancelledException.class);
    }
  }

  /** Runs the command with options, as ImageJ does for a macro where its menus are. */
  private static void command(String options) {
    Thread thread = Thread.currentThread();
    String before = thread.getName();
    thread.setName("Run$_command");
    Macro.setOptions(options);
    try {
      new SegmentPlugIn().run("");
    } finally {
      Macro.setOptions(null);
      thread.setName(before);
    }
  }

  @Test
  void theJarTellsImageJOfIt() throws IOException {
    try (InputStream in = SegmentPlugIn.class.getResourceAsStream("/plugins.config")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains(", " + SegmentPlugIn.class.getName());
    }
  }
}
