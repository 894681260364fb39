package org.mem3d.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * What a file that takes another's place must have of it. Immutable.
 *
 * @param attributes the other's owner, group and permissions; null if there is none, or the file
 *     system knows no such thing
 * @param names how many hard links the other has
 */
record Likeness(@Nullable PosixFileAttributes attributes, int names) {
  static final Likeness NONE = new Likeness(null, 1);

  static Likeness of(Path file) throws IOException {
    PosixFileAttributeView posix = posix(file);
    boolean counted = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Object names = counted ? Files.getAttribute(file, "unix:nlink") : 1;
    return new Likeness(
        posix == null ? null : posix.readAttributes(), names instanceof Integer count ? count : 1);
  }

  private static @Nullable PosixFileAttributeView posix(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }

  /** Returns what the new file is created with, so that no other user can read it meanwhile. */
  FileAttribute<?>[] forCreation() {
    return attributes == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(attributes.permissions())};
  }

  /** Makes a file alike and returns whether it may take the other's place. */
  boolean give(Path file) throws IOException {
    if (names > 1) {
      return false;
    }
    PosixFileAttributeView posix = posix(file);
    if (attributes == null || posix == null) {
      return true;
    }
    try {
      PosixFileAttributes now = posix.readAttributes();
      GroupPrincipal group = attributes.group();
      if (!now.group().equals(group)) {
        posix.setGroup(group);
      }
      if (!now.owner().equals(attributes.owner())) {
        posix.setOwner(attributes.owner());
      }
      posix.setPermissions(attributes.permissions());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
