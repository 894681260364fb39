package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mem3dException;
import org.mem3d.batch.input.InteractionsFile;
import org.mem3d.batch.input.MarkList;
import org.mem3d.batch.input.SliceMaskFile;
import org.mem3d.batch.input.SlicePicture;
import org.mem3d.fuzz.FuzzedFile;
import org.mem3d.fuzz.Seed;
import org.mem3d.fuzz.Told;

/** Whatever files of marks hold, they are read or refused by a {@link Mem3dException}. */
class InteractionsFuzzTest {
  private static final SliceMaskFile MASKS =
      new SliceMaskFile(() -> new Grid(20, 16, 5, Geometry.UNIT), GridCheck.SIZES);

  @FuzzTest(maxDuration = "1h")
  void json(byte[] bytes) throws IOException {
    Path file = FuzzedFile.of("fuzzed.json", bytes);
    accepts(() -> InteractionsFile.read(file, new MarkList(), MASKS));
  }

  @FuzzTest(maxDuration = "1h")
  void picture(byte[] bytes) throws IOException {
    Path file = FuzzedFile.of("fuzzed.png", bytes);
    accepts(() -> SlicePicture.read(file));
  }

  /** What is refused at the door is not fuzzed. */
  @Test
  void seedsAreRead() throws IOException {
    Path json = FuzzedFile.of("seed.json", Seed.of(InteractionsFuzzTest.class, "json/each"));
    assertThat(accepts(() -> InteractionsFile.read(json, new MarkList(), MASKS))).isTrue();
    for (String name : List.of("grey", "palette")) {
      Path picture =
          FuzzedFile.of("seed.png", Seed.of(InteractionsFuzzTest.class, "picture/" + name));
      assertThat(accepts(() -> SlicePicture.read(picture))).as(name).isTrue();
    }
  }

  /** Returns whether a file was not refused. */
  private static boolean accepts(Runnable reader) {
    try {
      reader.run();
      return true;
    } catch (Mem3dException e) {
      Told.require(e);
      return false;
    }
  }
}
