package org.mem3d.core.session;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.mem3d.Mem3dException;
import org.mem3d.SessionFileException;
import org.mem3d.SessionFileException.Reason;
import org.mem3d.Volume;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.store.ArchiveReader;
import org.mem3d.core.store.ArchiveWriter;
import org.mem3d.core.store.DamagedException;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileException;
import org.mem3d.file.FileFailure;
import org.mem3d.file.WholeFile;
import org.mem3d.runtime.json.JsonException;

/** Files of sessions, in the format that {@code docs/sessions.md} tells. Stateless. */
final class SessionFile {
  private static final String MANIFEST = "manifest.json";
  private static final String LOG = "steps.jsonl";
  private static final String MASKS = "masks.bin";
  private static final String STATE = "state.bin";

  private static final int MOST_MANIFEST = 1 << 24;

  private SessionFile() {}

  /** What a file holds. */
  record Content(Manifest manifest, History.Timeline timeline) {}

  /** Reads a file, as far as it is wanted. */
  private interface Reading<T> {
    T from(ArchiveReader archive) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @throws SessionFileException if that fails; the file is as it was
   */
  static void write(Path file, Manifest manifest, History.Timeline timeline) {
    StateWriter state = StateWriter.of(timeline);
    try {
      WholeFile.write(
          file,
          out -> {
            ArchiveWriter archive = new ArchiveWriter(out);
            archive.entry(MANIFEST, manifest.json());
            archive.entry(LOG, to -> writeLines(timeline.log().lines(), to));
            archive.entry(MASKS, state::writePatches);
            archive.entry(STATE, state::writeRecords);
            archive.finish();
          });
    } catch (FileException e) {
      throw new SessionFileException(Reason.NOT_WRITTEN, "the session's file " + e.getMessage(), e);
    }
  }

  private static void writeLines(List<String> lines, OutputStream to) throws IOException {
    for (String line : lines) {
      to.write(line.getBytes(StandardCharsets.UTF_8));
      to.write('\n');
    }
  }

  /**
   * Reads what a file says of itself.
   *
   * @throws SessionFileException if it cannot be read or is none
   */
  static Manifest manifest(Path file) {
    return read(file, SessionFile::manifest);
  }

  private static Manifest manifest(ArchiveReader archive) throws IOException {
    return Manifest.read(archive.text(MANIFEST, MOST_MANIFEST));
  }

  /**
   * Reads the log of a file's calls, and checks the file.
   *
   * @throws SessionFileException if it cannot be read or is none
   */
  static List<String> log(Path file) {
    return read(
        file,
        archive -> {
          int steps = manifest(archive).steps();
          List<String> lines = lines(archive, steps);
          archive.skip(MASKS);
          archive.skip(STATE);
          archive.finish();
          return lines;
        });
  }

  /**
   * Reads a file.
   *
   * @param volume that it is known to be of
   * @param here the engine that goes on with it
   * @throws SessionFileException if it cannot be read or is damaged
   */
  static Content content(Path file, Volume volume, EngineIdentity here) {
    return read(
        file,
        archive -> {
          Manifest manifest = manifest(archive);
          StepLog log = StepLog.EMPTY;
          for (String line : lines(archive, manifest.steps())) {
            log = log.with(line);
          }
          List<SlicePatch> patches = StateReader.patches(archive.entry(MASKS), volume);
          boolean same = here.carriesAs(manifest.engine());
          DataInputStream state = archive.entry(STATE);
          History.Timeline timeline = StateReader.timeline(state, volume, patches, same, log);
          if (state.read() >= 0) {
            throw new DamagedException("its states have an end that belongs to nothing");
          }
          archive.finish();
          return new Content(manifest, timeline);
        });
  }

  private static List<String> lines(ArchiveReader archive, int steps) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(archive.entry(LOG), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
    }
    if (lines.size() != steps) {
      throw new DamagedException("its log has " + lines.size() + " lines, not " + steps);
    }
    return lines;
  }

  private static <T> T read(Path file, Reading<T> reading) {
    if (Files.isDirectory(file)) {
      throw new SessionFileException(
          Reason.NOT_READ, file + " is a folder: give the file of a session");
    }
    try (InputStream in = FileContent.open(file)) {
      return reading.from(new ArchiveReader(in));
    } catch (Manifest.NewerVersionException e) {
      throw new SessionFileException(
          Reason.NEWER_VERSION,
          file + " is of a newer mem3d: " + e.getMessage() + "; open it with that one",
          e);
    } catch (EOFException e) {
      throw damaged(file, "it ends too early", e);
    } catch (DamagedException | ZipException | JsonException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw new SessionFileException(
          Reason.NOT_READ, "no file " + file + ": check the path of the session", e);
    } catch (IOException e) {
      throw new SessionFileException(
          Reason.NOT_READ, file + " cannot be read: " + FileFailure.text(e), e);
    } catch (Mem3dException | IllegalArgumentException | ArithmeticException e) {
      // What marks, boxes and grids refuse, no session wrote.
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static SessionFileException damaged(Path file, String why, Exception e) {
    return new SessionFileException(
        Reason.DAMAGED,
        file
            + " is no session or was damaged: "
            + why
            + "; take a copy of it, or the session's volume and marks",
        e);
  }
}
