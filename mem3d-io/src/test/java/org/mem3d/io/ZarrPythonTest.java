package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What python3-zarr packs by every way of numcodecs is read; skipped where it is not installed. */
@Tag("slow") // some hundred arrays
class ZarrPythonTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void everyPackingOfEveryType() throws Exception {
    var python = Python.with("zarr, numcodecs");
    assumeTrue(python.isPresent(), "python3-zarr is not installed");
    List<String> lines = python.orElseThrow().run("zarr_write.py", "", folder.toString());
    assertThat(lines.size()).isGreaterThan(200);
    for (String line : lines) {
      Nibabel.Found theirs = new Nibabel.Found(line);
      assertThat(Nibabel.digest(Volumes.open(Path.of(theirs.text("file")))))
          .as(line)
          .isEqualTo(theirs.text("data"));
    }
    System.out.println("mem3d sees " + lines.size() + " arrays as python3-zarr wrote them");
  }
}
