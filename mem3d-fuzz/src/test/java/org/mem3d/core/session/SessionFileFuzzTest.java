package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.mem3d.Geometry;
import org.mem3d.SessionFileException;
import org.mem3d.Volume;
import org.mem3d.core.store.ArchiveWriter;
import org.mem3d.fuzz.FuzzedFile;
import org.mem3d.fuzz.Seed;
import org.mem3d.fuzz.Told;

/**
 * Whatever a session's file holds, it is read or refused by a {@link SessionFileException}, and
 * what was read can be shown.
 */
class SessionFileFuzzTest {
  private static final Volume VOLUME =
      Volume.ofFloats(new float[48 * 40 * 5], 48, 40, 5, Geometry.UNIT);
  private static final EngineIdentity ENGINE = new EngineIdentity("a", "b", "c", "d", "e");
  private static final Map<String, byte[]> SOUND = sound();

  @FuzzTest(maxDuration = "1h")
  void whole(byte[] bytes) throws IOException {
    read(FuzzedFile.of("fuzzed.mem3d", bytes));
  }

  /** The states alone, the rest being sound. */
  @FuzzTest(maxDuration = "1h")
  void states(byte[] states) throws IOException {
    read(with("state.bin", states));
  }

  @FuzzTest(maxDuration = "1h")
  void masks(byte[] masks) throws IOException {
    read(with("masks.bin", masks));
  }

  @FuzzTest(maxDuration = "1h")
  void manifest(byte[] manifest) throws IOException {
    Path file = with("manifest.json", manifest);
    try {
      SessionFile.manifest(file).told(ENGINE);
    } catch (SessionFileException e) {
      Told.require(e);
    }
    read(file);
  }

  /** What is refused at the door is not fuzzed. */
  @Test
  void seedsAreRead() throws IOException {
    for (String name : List.of("bisection", "ensemble")) {
      byte[] whole = Seed.of(SessionFileFuzzTest.class, "whole/" + name);
      assertThat(read(FuzzedFile.of("seed.mem3d", whole))).as(name).isTrue();
    }
    byte[] masks = Seed.of(SessionFileFuzzTest.class, "masks/ensemble");
    byte[] states = Seed.of(SessionFileFuzzTest.class, "states/ensemble");
    byte[] manifest = Seed.of(SessionFileFuzzTest.class, "manifest/ensemble");
    assertThat(read(with("masks.bin", masks))).as("masks").isTrue();
    assertThat(read(with("state.bin", states))).as("states").isTrue();
    assertThat(read(with("manifest.json", manifest))).as("manifest").isTrue();
  }

  /** Returns whether a file was not refused. */
  private static boolean read(Path file) {
    SessionFile.Content content;
    try {
      content = SessionFile.content(file, VOLUME, ENGINE);
    } catch (SessionFileException e) {
      Told.require(e);
      return false;
    }
    History.Timeline timeline = content.timeline();
    LabelPlanes shown = LabelPlanes.empty(VOLUME).of(timeline.now());
    shown.mask();
    for (ObjectState object : timeline.now().objects()) {
      shown.contest().probability(object);
    }
    StateWriter.of(timeline);
    return true;
  }

  /** Returns the file of a sound session with other bytes in one of its entries. */
  private static Path with(String changed, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ArchiveWriter archive = new ArchiveWriter(bytes);
    for (Map.Entry<String, byte[]> entry : SOUND.entrySet()) {
      byte[] written = entry.getKey().equals(changed) ? content : entry.getValue();
      archive.entry(entry.getKey(), out -> out.write(written));
    }
    archive.finish();
    return FuzzedFile.of("fuzzed.mem3d", bytes.toByteArray());
  }

  /** Returns the entries of a sound session's file, without the sums, which are written anew. */
  private static Map<String, byte[]> sound() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(
            new ByteArrayInputStream(Seed.of(SessionFileFuzzTest.class, "whole/ensemble")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.remove("sha256sums.txt");
    return entries;
  }
}
