package org.mem3d.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.mem3d.runtime.digest.Sha256;

/** What the results of a job depend on, as one SHA-256. Stateless. */
final class JobFingerprint {
  /** Raised when results are made or recorded in another way than before. */
  private static final String VERSION = "mem3d job 1";

  private JobFingerprint() {}

  /**
   * Returns the fingerprint.
   *
   * @param engine the engine's
   * @param inputs the input files on this machine, by the names that the job has for them
   * @throws IOException if one cannot be read
   */
  static String of(String engine, Job job, SortedMap<String, Path> inputs) throws IOException {
    MessageDigest digest = Sha256.digest();
    for (String line : List.of(VERSION, engine, JobJson.write(job))) {
      add(digest, line);
    }
    for (Map.Entry<String, Path> input : inputs.entrySet()) {
      add(digest, input.getKey());
      for (Path file : filesOf(input.getValue())) {
        add(digest, sha256(file));
      }
    }
    return Sha256.hex(digest);
  }

  /** Returns how many bytes the inputs have. */
  static long bytes(SortedMap<String, Path> inputs) throws IOException {
    long bytes = 0;
    for (Path input : inputs.values()) {
      for (Path file : filesOf(input)) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /** Returns the SHA-256 of a file. */
  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  /** Returns the SHA-256 of what is left of a stream. */
  static String sha256(InputStream in) throws IOException {
    MessageDigest digest = Sha256.digest();
    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return Sha256.hex(digest);
  }

  private static void add(MessageDigest digest, String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  /** Returns a file with those that belong to it, or all files of a folder, in name order. */
  private static List<Path> filesOf(Path input) throws IOException {
    if (Files.isDirectory(input)) {
      try (Stream<Path> files = Files.walk(input)) {
        return files.filter(Files::isRegularFile).sorted().toList();
      }
    }
    Path folder = input.toAbsolutePath().getParent();
    String name = String.valueOf(input.getFileName());
    if (folder == null || !DetachedVoxels.belong(name, name)) {
      return List.of(input);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> DetachedVoxels.belong(name, String.valueOf(file.getFileName())))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
