package org.mem3d.io;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/** Makes of what the operating system or the decompressor reported what the user needs. */
final class ReadFailure {
  private ReadFailure() {}

  static VolumeException of(Path path, IOException e) {
    String what;
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      what = " does not exist: check the name";
    } else if (e instanceof AccessDeniedException) {
      what = " may not be read: check its permissions";
    } else if (e instanceof EOFException) {
      what = " is truncated: its data end too early; copy the file again";
    } else if (e instanceof ZipException) {
      what = " is damaged: its compressed data are wrong (" + e.getMessage() + "); copy it again";
    } else {
      what = " cannot be read: " + FileFailure.text(e);
    }
    return new VolumeException(path + what, e);
  }
}
