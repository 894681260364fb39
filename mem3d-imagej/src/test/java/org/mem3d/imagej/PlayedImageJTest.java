package org.mem3d.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mem3d.viewer.DisplayedProgram;

/** ImageJ's window, played by mouse; skipped where there is no Xvfb. */
@Tag("slow")
class PlayedImageJTest {
  @Test
  void organsAreSegmentedFromOutlinesInTheWindow() throws Exception {
    Path folder = DisplayedProgram.emptyFolder("played-imagej");
    String said = DisplayedProgram.run(PlayedImageJ.class, folder);
    System.out.println(said);
    assertThat(said).contains("Dice");
    assertThat(folder.resolve("3-segmented.png")).isNotEmptyFile();
  }
}
