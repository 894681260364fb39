package org.mem3d.core.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationListener;
import org.mem3d.SessionFileException;
import org.mem3d.SessionFileException.Reason;
import org.mem3d.Volume;

/**
 * What a session keeps of itself in files: written when it is asked for, or by itself from time to
 * time. Thread-safe; reads the volume apart from the steps, which may be cancelled meanwhile.
 */
final class KeptSession {
  private final CoreEngine engine;
  private final CheckedVolume volume;
  private final VolumeHash hash;
  private volatile @Nullable String source;
  private @Nullable Autosave autosave;

  KeptSession(CoreEngine engine, Volume given) {
    this.engine = engine;
    this.volume = new CheckedVolume(given);
    this.hash = new VolumeHash(volume);
  }

  /** States where the volume is; null if nobody knows. */
  void source(@Nullable String where) {
    source = where;
  }

  /**
   * Writes a file.
   *
   * @throws SessionFileException if that fails
   */
  void write(Path file, History.Timeline timeline) {
    TreeMap<Integer, String> names = new TreeMap<>();
    timeline.now().objects().forEach(object -> names.put(object.label(), object.name()));
    Manifest manifest =
        new Manifest(
            Manifest.thisProgram(),
            volume.grid(),
            hash.hex(),
            source,
            names,
            timeline.log().size(),
            engine.identity());
    SessionFile.write(file, manifest, timeline);
  }

  /**
   * Keeps a file up to date from now on, in the place of one that was kept before.
   *
   * @throws Mem3dException if the pace is not above zero
   */
  void keep(
      Path file,
      Duration pace,
      Supplier<History.Timeline> now,
      List<SegmentationListener> listeners) {
    if (pace.isZero() || pace.isNegative()) {
      throw new Mem3dException("a session is saved at a pace above zero, not " + pace);
    }
    close();
    synchronized (this) {
      autosave = new Autosave(file, pace, now, timeline -> write(file, timeline), listeners);
    }
  }

  /** Brings the file that is kept up to date a last time. */
  void close() {
    Autosave last;
    synchronized (this) {
      last = autosave;
      autosave = null;
    }
    // Its thread may be telling a listener that closes the session.
    if (last != null) {
      last.close();
    }
  }

  /**
   * Checks that a file is of this volume.
   *
   * @throws SessionFileException if it is of another
   */
  void requireSame(Path file, Manifest manifest) {
    Grid grid = volume.grid();
    if (!grid.equals(manifest.grid())) {
      throw other(file, manifest.grid().toString(), grid.toString(), manifest);
    }
    if (!hash.hex().equals(manifest.volumeHash())) {
      throw other(file, "SHA-256 " + manifest.volumeHash(), "SHA-256 " + hash.hex(), manifest);
    }
  }

  private static SessionFileException other(
      Path file, String wanted, String given, Manifest manifest) {
    String source = manifest.volumeSource();
    return new SessionFileException(
        Reason.OTHER_VOLUME,
        file
            + " is a session of another volume: that has "
            + wanted
            + ", this one "
            + given
            + "; open the one that it is of"
            + (source == null ? "" : ", which was at " + source));
  }
}
