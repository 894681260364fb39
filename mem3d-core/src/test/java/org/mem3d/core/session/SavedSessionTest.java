package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.PropagationSettings;
import org.mem3d.SavedSession;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionFileException;
import org.mem3d.SessionFileException.Reason;
import org.mem3d.SessionHistory;
import org.mem3d.Volume;

/** Sessions that are saved, restored and replayed. */
class SavedSessionTest {
  private static SegmentationEngine engine;

  private final Phantom phantom = Phantom.pair();

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("work.mem3d");
  }

  @BeforeAll
  static void open() {
    engine = QuickNetworks.engine(EngineSettings.DEFAULT);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private SegmentationSession worked() {
    return WorkedSession.on(engine);
  }

  @Test
  void aRestoredSessionIsTheSavedOneAndGoesOnAsItWould() {
    try (SegmentationSession session = worked()) {
      session.save(file);
      Snapshot saved = Snapshot.of(session);
      SessionHistory history = session.history();
      try (SegmentationSession restored = engine.restore(file, phantom.volume())) {
        saved.requireSame(restored, "when restored");
        requireSameHistory(restored.history(), history);
        restored.save(folder.resolve("again"));
        assertThat(folder.resolve("again")).hasSameBinaryContentAs(file);

        goOn(session);
        goOn(restored);
        Snapshot.of(session).requireSame(restored, "when both went on");
        requireSameHistory(restored.history(), session.history());
        while (session.canUndo()) {
          assertThat(restored.undo()).isEqualTo(session.undo());
          Snapshot.of(session).requireSame(restored, "when both were undone");
        }
        assertThat(restored.canUndo()).isFalse();
        session.restore("later");
        restored.restore("later");
        Snapshot.of(session).requireSame(restored, "at the checkpoint");
      }
    }
  }

  private void goOn(SegmentationSession session) {
    session.redo();
    session.interact(Interaction.click(1, Axis.Z, 3, 13, 19));
    session.interact(Interaction.negativeScribble(1, Axis.Z, 2, 9, 19, 10, 20));
    session.interact(Interaction.mask(2, Axis.Z, 1, WorkedSession.disc(13, 19, 2)));
    session.propagate();
  }

  private static void requireSameHistory(SessionHistory one, SessionHistory other) {
    assertThat(one.done()).isEqualTo(other.done());
    assertThat(one.undone()).isEqualTo(other.undone());
    assertThat(one.checkpoints()).isEqualTo(other.checkpoints());
  }

  @Test
  void aReplayedLogComesToTheSameBytes() {
    try (SegmentationSession session = worked()) {
      session.save(file);
      try (SegmentationSession replayed = engine.replay(file, phantom.volume())) {
        Snapshot.of(session).requireSame(replayed, "when replayed");
        requireSameHistory(replayed.history(), session.history());
        replayed.save(folder.resolve("again"));
        assertThat(folder.resolve("again")).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void whatWasRefusedIsNotInTheLog() {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.save(file);
      assertThatThrownBy(() -> session.addObject("left")).isNotNull();
      assertThatThrownBy(() -> session.confirm(1, 2)).isNotNull();
      assertThatThrownBy(session::propagate).isNotNull();
      assertThatThrownBy(() -> session.checkpoint(" ")).isNotNull();
      session.addListener(
          new SegmentationListener() {
            @Override
            public void changed(org.mem3d.SessionStep step) {
              throw new IllegalArgumentException("the window is gone");
            }
          });
      assertThatThrownBy(() -> session.interact(Interaction.absent(1, Axis.Z, 1))).isNotNull();
      assertThatThrownBy(session::undo).isNotNull();
      session.save(folder.resolve("again"));
      assertThat(folder.resolve("again")).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void aFileTellsOfItselfBeforeItsVolumeIsOpened() {
    try (SegmentationSession session = worked()) {
      session.save(file);
      SavedSession told = engine.inspect(file);
      assertThat(told.grid()).isEqualTo(phantom.volume().grid());
      assertThat(told.volumeSource()).isEqualTo("/scans/\"pair\"\n.nii");
      assertThat(told.volumeHash()).matches("[0-9a-f]{64}");
      assertThat(told.objects())
          .containsEntry(2, "part")
          .containsEntry(1, "left \u00e9\ud83d\ude00 \ud800");
      assertThat(told.steps()).isEqualTo(32);
      assertThat(told.differences()).isEmpty();
    }
  }

  @Test
  void anotherEngineGoesOnAndSaysWhatIsOther() throws IOException {
    try (SegmentationSession session = worked();
        SegmentationEngine other =
            QuickNetworks.engine(
                EngineSettings.DEFAULT.withPropagation(
                    PropagationSettings.DEFAULT.withMemorySlots(3)))) {
      session.save(file);
      assertThat(other.inspect(file).differences())
          .singleElement()
          .asString()
          .contains("memorySlots=8", "memorySlots=3");
      try (SegmentationSession restored = other.restore(file, phantom.volume())) {
        Snapshot.of(session).requireSame(restored, "with other settings");
        goOn(restored);
        restored.save(folder.resolve("later"));
      }
      assertThat(other.inspect(folder.resolve("later")).differences()).isEmpty();
      assertThat(entries(folder.resolve("later")).get("steps.jsonl"))
          .asString()
          .contains("{\"call\":\"goOn\",\"engine\":{");
    }
  }

  @Test
  void anotherVolumeIsRefusedWithBothNames() {
    try (SegmentationSession session = worked()) {
      session.save(file);
    }
    float[] voxels = phantom.voxels();
    voxels[voxels.length - 1] += 1;
    Volume changed = Volume.ofFloats(voxels, 48, 40, 5, Geometry.ofSpacing(1, 1, 2));
    refused(() -> engine.restore(file, changed), Reason.OTHER_VOLUME, "SHA-256", "which was at");
    refused(() -> engine.replay(file, changed), Reason.OTHER_VOLUME, "SHA-256");
    Volume larger = Phantom.flat().volume();
    refused(() -> engine.restore(file, larger), Reason.OTHER_VOLUME, "48x40x5", "48x40x7");
    Volume elsewhere = Volume.ofFloats(phantom.voxels(), 48, 40, 5, Geometry.ofSpacing(1, 1, 2.5));
    refused(() -> engine.restore(file, elsewhere), Reason.OTHER_VOLUME, "1x1x2.5", "1x1x2 ");
  }

  private static void refused(Runnable opening, Reason reason, String... values) {
    assertThatThrownBy(opening::run)
        .isInstanceOfSatisfying(
            SessionFileException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContainingAll(values);
  }

  @Test
  void filesThatAreNoneAreRefused() throws IOException {
    refused(() -> engine.inspect(file), Reason.NOT_READ, "no file " + file);
    refused(() -> engine.inspect(folder), Reason.NOT_READ, "folder");
    Files.writeString(file, "a text");
    refused(() -> engine.inspect(file), Reason.DAMAGED, "work.mem3d");
    refused(() -> engine.restore(file, phantom.volume()), Reason.DAMAGED, "work.mem3d");
  }

  @Test
  void aNewerVersionIsRefusedWithBothVersions() throws IOException {
    try (SegmentationSession session = worked()) {
      session.save(file);
    }
    Map<String, byte[]> entries = entries(file);
    String manifest =
        new String(entries.get("manifest.json"), java.nio.charset.StandardCharsets.UTF_8);
    entries.put(
        "manifest.json",
        manifest
            .replace("\"version\":1", "\"version\":2")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write(entries);
    refused(
        () -> engine.restore(file, phantom.volume()),
        Reason.NEWER_VERSION,
        "version 2",
        "version 1");
  }

  private static Map<String, byte[]> entries(Path archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(file, bytes.toByteArray());
  }

  @Test
  void eachEntryIsHeldToItsChecksum() throws IOException {
    try (SegmentationSession session = worked()) {
      session.save(file);
    }
    Map<String, byte[]> whole = entries(file);
    assertThat(whole.keySet())
        .containsExactly(
            "manifest.json", "steps.jsonl", "masks.bin", "state.bin", "sha256sums.txt");
    List<String> names = new ArrayList<>(whole.keySet());
    for (String name : names) {
      byte[] changed = whole.get(name).clone();
      // In the masks a level, in texts a digit or a letter: nothing that reading stumbles over.
      int at = name.equals("masks.bin") ? changed.length - 1 : changed.length - 3;
      changed[at] ^= 1;
      Map<String, byte[]> damaged = new LinkedHashMap<>(whole);
      damaged.put(name, changed);
      write(damaged);
      refused(() -> engine.restore(file, phantom.volume()), Reason.DAMAGED, "work.mem3d");
      Map<String, byte[]> less = new LinkedHashMap<>(whole);
      less.remove(name);
      write(less);
      refused(() -> engine.restore(file, phantom.volume()), Reason.DAMAGED, "work.mem3d");
    }
  }

  @Test
  void aFileWithChangedBytesIsRefusedOrIsWhatItWas() throws IOException {
    Snapshot saved;
    try (SegmentationSession session = worked()) {
      session.save(file);
      saved = Snapshot.of(session);
    }
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("changed bytes of a session: -Dmem3d.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] changed = whole.clone();
      int at = random.nextInt(changed.length);
      if (random.nextInt(4) == 0) {
        changed = java.util.Arrays.copyOf(changed, at);
      } else {
        changed[at] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, changed);
      try (SegmentationSession restored = engine.restore(file, phantom.volume())) {
        // What no entry depends on: times, attributes, the list at the end.
        saved.requireSame(restored, "with byte " + at + " changed");
      } catch (SessionFileException e) {
        refused++;
        assertThat(e.reason()).isIn(Reason.DAMAGED, Reason.NEWER_VERSION);
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void whatCannotBeWrittenLeavesTheFileAsItWas() throws IOException {
    try (SegmentationSession session = worked()) {
      Path nowhere = folder.resolve("no").resolve("folder");
      refused(() -> session.save(nowhere), Reason.NOT_WRITTEN, nowhere.toString());
      Files.createDirectory(file);
      refused(() -> session.save(file), Reason.NOT_WRITTEN, "folder");
    }
    try (SegmentationSession unreadable =
        engine.newSession(
            Volume.of(
                (x, y, z) -> {
                  throw new IllegalStateException("the disk is gone");
                },
                8,
                8,
                3,
                Geometry.UNIT))) {
      Path other = folder.resolve("other");
      assertThatThrownBy(() -> unreadable.save(other)).hasMessageContaining("the disk is gone");
      assertThat(other).doesNotExist();
    }
  }
}
