package org.mem3d.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Measures the window where that is asked for, {@code -Dmem3d.times=512,400}; see viewer.md. */
class WindowTimesTest {
  @Test
  void theWindowIsQuick() throws IOException, InterruptedException {
    String asked = System.getProperty("mem3d.times", "");
    assumeTrue(!asked.isEmpty(), "times are measured with -Dmem3d.times=SIZE,SLICES alone");
    Path folder = DisplayedProgram.emptyFolder("times");
    String[] sizes = asked.split(",", -1);
    String said = DisplayedProgram.run(WindowTimes.class, folder, sizes);
    System.out.println(said);
    assertThat(said).contains("painted slice", "painted mask");
    Files.delete(folder.resolve("ball.nii"));
  }
}
