package org.mem3d.spi;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why native libraries that are on the class path cannot be used: JavaCPP unpacks them to a folder
 * and loads them from there, and either may be impossible. For authors of backends that load
 * natives so. Stateless.
 */
public final class NativeLoading {
  /** The system property of JavaCPP that names the folder to which natives are unpacked. */
  public static final String FOLDER_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final Pattern GLIBC =
      Pattern.compile("version [`']((?:GLIBC|GLIBCXX|CXXABI|GOMP)_[0-9.]+)' not found");
  private static final Pattern MISSING =
      Pattern.compile("(\\S+): cannot open shared object file: No such file");

  private NativeLoading() {}

  /**
   * Returns what stands in the way of unpacking and loading, as far as the folder shows it without
   * loading anything; null if nothing does.
   *
   * @param what the library's name, for the reason
   * @param folder to which natives are unpacked; null if none could be made
   * @param libraries the resources that are to be unpacked
   */
  public static @Nullable Availability foreseen(
      String what, @Nullable Path folder, List<URL> libraries) {
    if (folder == null) {
      return faulty(what, "no folder could be made to unpack them to", writableFolder());
    }
    if (mountedNoexec(folder)) {
      return noexec(what, folder);
    }
    try {
      Files.delete(Files.createTempFile(folder, "mem3d", ".try"));
    } catch (IOException e) {
      if (full(e)) {
        return noSpace(what, folder);
      }
      // Unpacked before, they need not be written again.
      return unpacked(folder, libraries)
          ? null
          : faulty(
              what,
              "the folder " + folder + ", to which they are unpacked, cannot be written: " + e,
              writableFolder());
    }
    long missing = missingBytes(folder, libraries);
    try {
      return missing > Files.getFileStore(folder).getUsableSpace() ? noSpace(what, folder) : null;
    } catch (IOException notTold) {
      return null;
    }
  }

  /**
   * Returns why loading failed and what to do.
   *
   * @param what the library's name, for the reason
   * @param error what loading threw
   * @param folder to which natives are unpacked; null if none could be made
   * @param libraries the resources that are to be unpacked
   * @param otherwise the remedy where nothing better is known
   */
  public static Availability explained(
      String what, Throwable error, @Nullable Path folder, List<URL> libraries, String otherwise) {
    List<Throwable> causes = causes(error);
    StringBuilder told = new StringBuilder();
    for (Throwable cause : causes) {
      told.append(cause).append('\n');
    }
    String text = told.toString();
    Availability foreseen = foreseen(what, folder, libraries);
    if (foreseen != null) {
      return foreseen;
    }
    if (folder != null && causes.stream().anyMatch(NativeLoading::full)) {
      return noSpace(what, folder);
    }
    if (folder != null && text.contains("failed to map segment")) {
      return noexec(what, folder);
    }
    Matcher glibc = GLIBC.matcher(text);
    if (glibc.find()) {
      return faulty(
          what,
          "they need " + glibc.group(1) + ", which this system's C or C++ library does not have",
          "take a newer system, or another backend");
    }
    if (text.contains("Error relocating")
        || text.contains("Error loading shared library")
        || text.contains("ld-linux")) {
      return faulty(
          what,
          "they are made for glibc, and this system has another C library",
          "take a system with glibc (not Alpine's musl), or another backend");
    }
    Matcher missing = MISSING.matcher(text);
    if (missing.find()) {
      return faulty(
          what,
          "the system's library " + missing.group(1) + " is missing",
          "install the package that holds " + missing.group(1) + " (libgomp1 for libgomp.so.1)");
    }
    if (text.contains("file too short") || text.contains("invalid ELF header")) {
      return faulty(
          what,
          "what was unpacked to " + folder + " is damaged",
          "delete that folder: it is filled anew");
    }
    if (text.contains("IllegalCallerException")) {
      return faulty(
          what,
          "this JVM does not let them be loaded",
          "start it with --enable-native-access=ALL-UNNAMED");
    }
    return faulty(what, String.valueOf(causes.get(causes.size() - 1)), otherwise);
  }

  private static Availability faulty(String what, String reason, String remedy) {
    return Availability.faulty("the natives of " + what + " cannot be loaded: " + reason, remedy);
  }

  private static Availability noexec(String what, Path folder) {
    return faulty(
        what,
        "nothing may be run from the folder "
            + folder
            + ", to which they are unpacked (mounted noexec)",
        "set -D" + FOLDER_PROPERTY + "=FOLDER to a folder from which programs may be run");
  }

  private static Availability noSpace(String what, Path folder) {
    return faulty(
        what,
        "the folder " + folder + ", to which they are unpacked, is full",
        "free space there, or set -D"
            + FOLDER_PROPERTY
            + "=FOLDER to a folder with 300 MB of free space");
  }

  private static String writableFolder() {
    return "set -D" + FOLDER_PROPERTY + "=FOLDER to a folder that this process may write";
  }

  /** The causes of an error and what they suppress, the innermost last. */
  private static List<Throwable> causes(Throwable error) {
    List<Throwable> found = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
      Collections.addAll(found, cause.getSuppressed());
      found.add(cause);
    }
    return found;
  }

  private static boolean full(Throwable error) {
    String reason = error instanceof FileSystemException file ? file.getReason() : null;
    String text = String.valueOf(reason == null ? error.getMessage() : reason);
    return text.contains("No space left on device")
        || text.contains("not enough space")
        || text.contains("quota exceeded");
  }

  /** Whether a folder lies, on Linux, where programs may not be run. */
  private static boolean mountedNoexec(Path folder) {
    try {
      return Files.isReadable(MOUNTS)
          && noexec(folder.toRealPath(), Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1));
    } catch (IOException notTold) {
      return false;
    }
  }

  static boolean noexec(Path folder, List<String> mounts) {
    int deepest = -1;
    boolean noexec = false;
    for (String mount : mounts) {
      String[] fields = mount.split(" ", 5);
      if (fields.length < 4) {
        continue;
      }
      Path point = Path.of(fields[1].replace("\\040", " "));
      if (folder.startsWith(point) && point.getNameCount() >= deepest) {
        // Of several at one place the last one is seen.
        deepest = point.getNameCount();
        noexec = List.of(fields[3].toLowerCase(Locale.ROOT).split(",", -1)).contains("noexec");
      }
    }
    return noexec;
  }

  private static boolean unpacked(Path folder, List<URL> libraries) {
    return !libraries.isEmpty() && missingBytes(folder, libraries) == 0;
  }

  /** Counts the bytes of the libraries that were not unpacked yet. */
  private static long missingBytes(Path folder, List<URL> libraries) {
    long missing = 0;
    for (URL library : libraries) {
      try {
        long bytes = library.openConnection().getContentLengthLong();
        Path unpacked = unpackedPath(folder, library);
        boolean there = unpacked != null && Files.exists(unpacked) && Files.size(unpacked) == bytes;
        missing += there ? 0 : Math.max(0, bytes);
      } catch (IOException notTold) {
        // Then it shows when it is loaded.
      }
    }
    return missing;
  }

  /** JavaCPP unpacks {@code x.jar!/a/b} to {@code folder/x.jar/a/b}. */
  private static @Nullable Path unpackedPath(Path folder, URL library) {
    String text = library.toString();
    int inside = text.lastIndexOf("!/");
    if (inside < 0) {
      return null;
    }
    String jar = text.substring(text.lastIndexOf('/', inside) + 1, inside);
    return folder.resolve(jar).resolve(text.substring(inside + 2));
  }
}
