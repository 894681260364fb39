package org.mem3d.file;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;
import org.mem3d.Mem3dException;

/** What an operating system's error means to the person whose file it is. Stateless. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * Returns why, and what to do about it, as it stands behind "cannot be read: " or "cannot be
   * written: ".
   */
  public static String text(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "it does not exist; check the name";
    }
    if (e instanceof AccessDeniedException) {
      return "its permissions, or its folder's, forbid it; change them or choose another";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is in the way; move it";
    }
    if (e instanceof EOFException) {
      return "its data end too early; copy the file again";
    }
    if (e instanceof ZipException) {
      return "its compressed data are wrong (" + e.getMessage() + "); copy the file again";
    }
    String reason = reason(e);
    if (e instanceof FileSystemLoopException || reason.contains("symbolic links")) {
      return "it is a link that leads back to itself; remove the link";
    }
    if (reason.contains("No space left") || reason.contains("not enough space")) {
      return "the disk is full; make room and try again";
    }
    if (reason.contains("quota")) {
      return "the disk quota is used up; make room and try again";
    }
    if (reason.contains("name too long")) {
      return "the name is too long; choose a shorter one";
    }
    if (reason.contains("Not a directory")) {
      return "a part of its path is a file, not a folder; check the path";
    }
    if (reason.contains("Read-only file system")) {
      return "the disk is read-only; choose another place";
    }
    if (reason.contains("Is a directory")) {
      return "it is a folder; give a file";
    }
    if (reason.contains("No such device or address")) {
      return "it is a socket or a device that is not there; give a file";
    }
    if (reason.contains("Broken pipe")) {
      return "the program that was to read it has ended";
    }
    return reason;
  }

  /** Returns what went wrong as one line for a person. */
  public static String line(Throwable e) {
    Throwable cause = e.getCause();
    Throwable shown = e instanceof UncheckedIOException && cause != null ? cause : e;
    String message = shown.getMessage();
    if (shown instanceof FileSystemException named && named.getFile() != null) {
      message = named.getFile() + ": " + text(named);
    } else if (!(shown instanceof Mem3dException) && !(shown instanceof FileException)) {
      message = shown.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
    return oneLine(String.valueOf(message));
  }

  /** Returns a text of several lines as one, other control characters as question marks. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
