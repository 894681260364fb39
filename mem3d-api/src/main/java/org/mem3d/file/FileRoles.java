package org.mem3d.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a task, and what each is for, compared before the task begins: none that is written
 * may be one that is read, no two that are written may be the same, and each must be one that can
 * be written. Files are the same whatever links and {@code ..} they are named through; names of new
 * files in one folder that differ in case or in the form of their accents alone count as the same,
 * as they are on some disks. Belongs to one thread.
 */
public final class FileRoles {
  /** A file and the option or argument that names it. */
  private record Role(String what, Path file) {
    @Override
    public String toString() {
      return what + " " + file;
    }
  }

  private final List<Role> read = new ArrayList<>();
  private final List<Role> written = new ArrayList<>();
  private final List<Role> folders = new ArrayList<>();

  /** Makes a task without files. */
  public FileRoles() {}

  /**
   * Notes a file that is read.
   *
   * @param what the option or argument that names it
   * @param file null for none
   */
  public FileRoles reads(String what, @Nullable Path file) {
    if (file != null) {
      read.add(new Role(what, file));
    }
    return this;
  }

  /**
   * Notes a file that is written.
   *
   * @param what the option or argument that names it
   * @param file null for none
   */
  public FileRoles writes(String what, @Nullable Path file) {
    if (file != null) {
      written.add(new Role(what, file));
    }
    return this;
  }

  /**
   * Notes a folder that is made if it is not there, and files that are written into it.
   *
   * @param what the option or argument that names it
   * @param folder null for none
   */
  public FileRoles writesInto(String what, @Nullable Path folder, List<String> names) {
    if (folder != null) {
      folders.add(new Role(what, folder));
      names.forEach(name -> writes(what, folder.resolve(name)));
    }
    return this;
  }

  /**
   * Checks all of them; nothing that was there is changed.
   *
   * @throws FileRoleException if two are the same or one cannot be written; the message names them
   */
  public void check() {
    Set<Path> missing = new HashSet<>();
    for (Role folder : folders) {
      if (!Files.exists(folder.file)) {
        missing.add(folder.file.toAbsolutePath());
      }
      requireFolder(folder);
    }
    List<Role> checked = new ArrayList<>();
    Set<Path> probed = new HashSet<>();
    for (Role role : written) {
      Path parent = role.file.toAbsolutePath().getParent();
      if (parent != null && missing.contains(parent)) {
        // All that is written into a folder that is made for it bears names of the task's own.
        continue;
      }
      requireWritable(role, probed);
      for (Role other : read) {
        if (same(role.file, other.file)) {
          throw new FileRoleException(
              role + " would overwrite " + other + ", which is read: name another file");
        }
      }
      for (Role other : checked) {
        if (same(role.file, other.file)) {
          throw new FileRoleException(role + " and " + other + " are one file: name two");
        }
      }
      checked.add(role);
    }
  }

  private static void requireFolder(Role role) {
    Path folder = role.file.toAbsolutePath();
    while (!Files.exists(folder) && !Files.isSymbolicLink(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    try {
      if (!Files.isDirectory(folder)) {
        throw new IOException(folder + " is not a folder; name another");
      }
      probe(folder);
      requireName(role.file);
    } catch (IOException e) {
      throw cannot(role, e);
    }
  }

  /** The system refuses names, too long ones for example, where it looks for them. */
  private static void requireName(Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      // It is made.
    }
  }

  private static void requireWritable(Role role, Set<Path> probed) {
    try {
      Target target = Target.of(role.file);
      if (target.kind() != Target.Kind.STREAM && probed.add(target.folder())) {
        probe(target.folder());
      }
    } catch (IOException e) {
      throw cannot(role, e);
    }
  }

  /** Finds whether a file can be made in a folder by making one, which goes again at once. */
  private static void probe(Path folder) throws IOException {
    PartFile probe = new PartFile(folder);
    try {
      probe.create();
    } catch (AccessDeniedException e) {
      throw new IOException(
          "the permissions of the folder " + folder + " forbid it; choose another", e);
    } catch (NoSuchFileException e) {
      throw new IOException("no file can be made in the folder " + folder, e);
    } finally {
      probe.discard();
    }
  }

  private static FileRoleException cannot(Role role, IOException e) {
    return new FileRoleException(role + " cannot be written: " + FileFailure.text(e), e);
  }

  /** Returns whether two names stand, or would stand, for one file on a disk. */
  private static boolean same(Path one, Path other) {
    try {
      boolean there = Files.exists(one);
      if (there != Files.exists(other) || one.getFileSystem() != other.getFileSystem()) {
        return false;
      }
      if (there) {
        return Files.isRegularFile(one) && Files.isSameFile(one, other);
      }
      Path first = Target.endOfLinks(one.toAbsolutePath());
      Path second = Target.endOfLinks(other.toAbsolutePath());
      Path folder = first.getParent();
      Path otherFolder = second.getParent();
      return folded(first).equals(folded(second))
          && folder != null
          && otherFolder != null
          && (folder.equals(otherFolder) || Files.isSameFile(folder, otherFolder));
    } catch (IOException e) {
      // One that is read and not there is refused by who reads it.
      return false;
    }
  }

  private static String folded(Path file) {
    String name = Normalizer.normalize(String.valueOf(file.getFileName()), Normalizer.Form.NFC);
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
