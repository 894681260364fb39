package org.mem3d.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mem3d.Volume;

/** The nibabel of this machine, if it has one: a Python that can import it. */
final class Nibabel {
  private static final Path SCRIPTS = Path.of("src", "test", "python");

  private final String python;

  private Nibabel(String python) {
    this.python = python;
  }

  /** Returns nibabel, or nothing and prints why. */
  static Optional<Nibabel> find() throws IOException, InterruptedException {
    List<String> tried = List.of("python3", "/usr/bin/python3");
    for (String python : tried) {
      try {
        Process probe =
            new ProcessBuilder(python, "-c", "import nibabel").redirectErrorStream(true).start();
        probe.getInputStream().readAllBytes();
        if (probe.waitFor() == 0) {
          return Optional.of(new Nibabel(python));
        }
      } catch (IOException e) {
        System.out.println(python + " does not run: " + e.getMessage());
      }
    }
    System.out.println(
        "SKIPPED: comparison with nibabel, since none of " + tried + " can import it");
    return Optional.empty();
  }

  /** What nibabel says of one file. */
  record Found(String json) {
    String text(String key) {
      return group("\"" + key + "\": \"([^\"]*)\"");
    }

    double[] numbers(String key) {
      return Arrays.stream(group("\"" + key + "\": \\[([^\\]]*)\\]").split(",", -1))
          .mapToDouble(Double::parseDouble)
          .toArray();
    }

    double number(String key) {
      return Double.parseDouble(group("\"" + key + "\": ([-+0-9.eE]+)"));
    }

    private String group(String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(json);
      if (!matcher.find()) {
        throw new AssertionError(pattern + " is not in " + json);
      }
      return matcher.group(1);
    }
  }

  List<Found> read(List<Path> files) throws IOException, InterruptedException {
    StringBuilder names = new StringBuilder();
    files.forEach(file -> names.append(file.toAbsolutePath()).append('\n'));
    return run(names.toString(), SCRIPTS.resolve("nibabel_read.py").toString());
  }

  /** Returns what nibabel says of the place of each file, as text. */
  List<String> places(List<Path> files) throws IOException, InterruptedException {
    StringBuilder names = new StringBuilder();
    files.forEach(file -> names.append(file.toAbsolutePath()).append('\n'));
    Path list = Files.createTempFile("nibabel", ".txt");
    try {
      Files.writeString(list, names);
      return run("", SCRIPTS.resolve("nibabel_place.py").toString(), list.toString()).stream()
          .map(Found::json)
          .toList();
    } finally {
      Files.delete(list);
    }
  }

  /** Has nibabel write its matrix of files and returns what it wrote. */
  List<Found> write(Path folder) throws IOException, InterruptedException {
    return run("", SCRIPTS.resolve("nibabel_write.py").toString(), folder.toString());
  }

  private List<Found> run(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python, "-B"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("nibabel", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed:\n" + Files.readString(errors));
      }
      return output.lines().map(Found::new).toList();
    } finally {
      Files.delete(errors);
    }
  }

  /** Returns the SHA-256 of a volume's voxels as little-endian floats, x fastest. */
  static String digest(Volume volume) {
    float[] values = TestVolumes.read(volume);
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
