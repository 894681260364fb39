package org.mem3d.core.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.SessionFileException;
import org.mem3d.Volume;
import org.mem3d.core.store.ArchiveWriter;
import org.mem3d.fuzz.FuzzedFile;
import org.mem3d.fuzz.Told;

/**
 * Whatever a session's file holds, it is read or refused by a {@link SessionFileException}, and
 * what was read can be shown.
 */
class SessionFileFuzzTest {
  private static final Volume VOLUME =
      Volume.ofFloats(new float[48 * 40 * 5], 48, 40, 5, Geometry.UNIT);
  private static final EngineIdentity ENGINE = new EngineIdentity("a", "b", "c", "d", "e");

  @FuzzTest(maxDuration = "1h")
  void whole(byte[] bytes) throws IOException {
    read(FuzzedFile.of("fuzzed.mem3d", bytes));
  }

  /** The states alone, the rest being sound. */
  @FuzzTest(maxDuration = "1h")
  void states(byte[] states) throws IOException {
    read(archive(manifest(), new byte[0], masks(), states));
  }

  @FuzzTest(maxDuration = "1h")
  void masks(byte[] masks) throws IOException {
    read(archive(manifest(), new byte[0], masks, new byte[0]));
  }

  @FuzzTest(maxDuration = "1h")
  void manifest(byte[] manifest) throws IOException {
    Path file = archive(manifest, new byte[0], masks(), new byte[0]);
    try {
      SessionFile.manifest(file).told(ENGINE);
    } catch (SessionFileException e) {
      Told.require(e);
    }
    read(file);
  }

  private static void read(Path file) {
    SessionFile.Content content;
    try {
      content = SessionFile.content(file, VOLUME, ENGINE);
    } catch (SessionFileException e) {
      Told.require(e);
      return;
    }
    History.Timeline timeline = content.timeline();
    LabelPlanes shown = LabelPlanes.empty(VOLUME).of(timeline.now());
    shown.mask();
    for (ObjectState object : timeline.now().objects()) {
      shown.contest().probability(object);
    }
    StateWriter.of(timeline);
  }

  private static byte[] manifest() {
    Grid grid = VOLUME.grid();
    return new Manifest("fuzz", grid, "0", null, new TreeMap<>(), 0, ENGINE)
        .json()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The masks of a sound session, whose states refer to them. */
  private static byte[] masks() throws IOException {
    try (InputStream in =
        SessionFileFuzzTest.class.getResourceAsStream("SessionFileFuzzTestInputs/masks/ensemble")) {
      return Objects.requireNonNull(in, "the seed is missing").readAllBytes();
    }
  }

  private static Path archive(byte[] manifest, byte[] log, byte[] masks, byte[] states)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ArchiveWriter archive = new ArchiveWriter(bytes);
    archive.entry("manifest.json", out -> out.write(manifest));
    archive.entry("steps.jsonl", out -> out.write(log));
    archive.entry("masks.bin", out -> out.write(masks));
    archive.entry("state.bin", out -> out.write(states));
    archive.finish();
    return FuzzedFile.of("fuzzed.mem3d", bytes.toByteArray());
  }
}
