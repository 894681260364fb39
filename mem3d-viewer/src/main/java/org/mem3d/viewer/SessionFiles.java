package org.mem3d.viewer;

import java.awt.Component;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JOptionPane;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.SavedSession;
import org.mem3d.viewer.file.AutosaveFolder;
import org.mem3d.viewer.file.ImageFile;
import org.mem3d.viewer.work.SessionSnapshot;
import org.mem3d.viewer.work.SessionWorker;

/**
 * Saves and opens sessions, and keeps each in a file while it is worked on. Belongs to the event
 * thread.
 */
final class SessionFiles {
  /** How names of sessions' files end. */
  static final String ENDING = ".mem3d";

  private static final Duration PACE = Duration.ofSeconds(20);

  private final ViewerState state;
  private final SessionWorker worker;
  private final FileCommands files;
  private final Component parent;
  private final AutosaveFolder kept;

  /** The file that is kept up to date; null if none is. */
  private @Nullable Path keptFile;

  /** A file that another process left behind and that was opened. */
  private @Nullable Path leftFile;

  SessionFiles(
      ViewerState state,
      SessionWorker worker,
      FileCommands files,
      Component parent,
      AutosaveFolder kept) {
    this.state = state;
    this.worker = worker;
    this.files = files;
    this.parent = parent;
    this.kept = kept;
  }

  static boolean isSession(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  /** Lets the user choose an image or a session. */
  void choose() {
    files.choose("Open an image, a DICOM folder or a session", true, "").ifPresent(this::openAny);
  }

  /** Opens an image or a session, whichever it is; asks first where work would be lost. */
  void openAny(Path path) {
    if (!mayGo()) {
      return;
    }
    if (isSession(path)) {
      open(path, path);
    } else {
      files.open(path, image -> begin(image));
    }
  }

  /** Begins a new session on an image. */
  private void begin(ImageFile image) {
    state.sessionFile = null;
    worker.open(image.volume(), "object 1");
    keep(image);
  }

  /**
   * Opens a session.
   *
   * @param savedAs the file that it is saved to later; null if the user has to name one
   */
  private void open(Path session, @Nullable Path savedAs) {
    state.opening = true;
    state.say(
        state.engineReady
            ? "Opening " + session
            : "Opening " + session + ", as soon as the engine is loaded");
    worker.inspect(session, (saved, fault) -> found(session, savedAs, saved, fault));
  }

  private void found(
      Path session,
      @Nullable Path savedAs,
      @Nullable SavedSession saved,
      @Nullable Throwable fault) {
    state.opening = false;
    if (saved == null) {
      state.sayFault(FileCommands.text(fault));
      return;
    }
    image(session, saved)
        .ifPresentOrElse(
            path ->
                files.open(
                    path,
                    image -> {
                      state.sessionFile = savedAs;
                      worker.restore(session, image.volume());
                      keep(image);
                    }),
            () -> state.say(""));
  }

  /** Returns where the image is; the user is asked if it is no longer where it was. */
  private Optional<Path> image(Path session, SavedSession saved) {
    String source = saved.volumeSource();
    if (source != null) {
      Path there = Path.of(source);
      if (Files.exists(there)) {
        return Optional.of(there);
      }
      Path beside = session.resolveSibling(String.valueOf(there.getFileName()));
      if (Files.exists(beside)) {
        return Optional.of(beside);
      }
    }
    return files.choose("Where is the image of this session?", true, "");
  }

  private void keep(ImageFile image) {
    forget();
    try {
      Path file = kept.newFile();
      keptFile = file;
      worker.autosave(file, source(image), PACE);
    } catch (Mem3dException e) {
      state.sayFault(String.valueOf(e.getMessage()));
    }
  }

  private static String source(ImageFile image) {
    return image.path().toAbsolutePath().normalize().toString();
  }

  /** Lets the window forget the file that was kept; the worker no longer writes it. */
  private void forget() {
    Path before = keptFile;
    if (before != null) {
      keptFile = null;
      // Behind the steps that are waiting, which may write it a last time.
      worker.ask(session -> true, (done, fault) -> AutosaveFolder.delete(before));
    }
  }

  /** Saves to the file that the session has; asks for one where it has none. */
  void save() {
    Path file = state.sessionFile;
    if (file == null) {
      saveAs();
    } else {
      save(file, () -> {});
    }
  }

  void saveAs() {
    name().ifPresent(file -> save(file, () -> {}));
  }

  private Optional<Path> name() {
    ImageFile image = state.image;
    String base = image == null ? "session" : image.name().replaceFirst("(\\.nii)?\\.[^.]+$", "");
    return files
        .choose("Save the session", false, base + ENDING)
        .map(file -> isSession(file) ? file : file.resolveSibling(file.getFileName() + ENDING));
  }

  private void save(Path file, Runnable then) {
    worker.save(
        file,
        (history, fault) -> {
          if (history == null) {
            state.sayFault(FileCommands.text(fault));
            return;
          }
          state.sessionFile = file;
          state.savedSteps = history.done();
          if (leftFile != null) {
            AutosaveFolder.delete(leftFile);
            leftFile = null;
          }
          state.say("Saved " + file);
          then.run();
        });
  }

  /** Returns whether there is work that no file has. */
  boolean isUnsaved() {
    SessionSnapshot session = state.session;
    return session != null
        && session.history().done().size() > 1
        && (leftFile != null || !session.history().done().equals(state.savedSteps));
  }

  /**
   * Asks, where work is not saved, whether it may be lost.
   *
   * @return false if the user wants to stay
   */
  private boolean mayGo() {
    if (!isUnsaved()) {
      return true;
    }
    int answer =
        JOptionPane.showConfirmDialog(
            parent,
            "The session is not saved. Go on without it?",
            "Session",
            JOptionPane.OK_CANCEL_OPTION);
    return answer == JOptionPane.OK_OPTION;
  }

  /** Closes the window, after the user was asked about unsaved work. */
  void close(Runnable close) {
    if (!isUnsaved()) {
      close.run();
      return;
    }
    int answer =
        JOptionPane.showConfirmDialog(
            parent,
            "Save the session before closing?",
            "Session",
            JOptionPane.YES_NO_CANCEL_OPTION);
    if (answer == JOptionPane.NO_OPTION) {
      close.run();
    } else if (answer == JOptionPane.YES_OPTION) {
      Optional.ofNullable(state.sessionFile).or(this::name).ifPresent(file -> save(file, close));
    }
  }

  /** Forgets the file that was kept; called when the worker has closed. Any thread. */
  void closed() {
    Path file = keptFile;
    if (file != null) {
      AutosaveFolder.delete(file);
    }
  }

  /** Offers a session that another process left behind, if there is one. */
  void offerLeft() {
    List<Path> left = kept.left();
    if (left.isEmpty()) {
      return;
    }
    int answer =
        JOptionPane.showConfirmDialog(
            parent,
            "The window was not closed in order the last time.\nOpen the session that was kept?",
            "Session",
            JOptionPane.YES_NO_OPTION);
    if (answer == JOptionPane.YES_OPTION) {
      leftFile = left.get(0);
      open(left.get(0), null);
    } else if (answer == JOptionPane.NO_OPTION) {
      left.forEach(AutosaveFolder::delete);
    }
  }
}
