package org.mem3d.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mem3dException;
import org.mem3d.batch.input.InteractionsFile;
import org.mem3d.batch.input.MarkList;
import org.mem3d.batch.input.SliceMaskFile;
import org.mem3d.batch.input.SlicePicture;
import org.mem3d.fuzz.FuzzedFile;
import org.mem3d.fuzz.Told;

/** Whatever files of marks hold, they are read or refused by a {@link Mem3dException}. */
class InteractionsFuzzTest {
  private static final SliceMaskFile MASKS =
      new SliceMaskFile(() -> new Grid(20, 16, 5, Geometry.UNIT), GridCheck.SIZES);

  @FuzzTest(maxDuration = "1h")
  void json(byte[] bytes) throws IOException {
    try {
      InteractionsFile.read(FuzzedFile.of("fuzzed.json", bytes), new MarkList(), MASKS);
    } catch (Mem3dException e) {
      Told.require(e);
    }
  }

  @FuzzTest(maxDuration = "1h")
  void picture(byte[] bytes) throws IOException {
    try {
      SlicePicture.read(FuzzedFile.of("fuzzed.png", bytes));
    } catch (Mem3dException e) {
      Told.require(e);
    }
  }
}
