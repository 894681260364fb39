package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.SegmentationEngine;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendProvider;

/**
 * Natives that cannot be unpacked or loaded, each in a JVM of its own: the list of backends, a
 * choice by name and the warning of an automatic choice give the same reason and remedy.
 */
@Timeout(300)
class NativesFaultTest {
  private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

  /** What the other JVM does. */
  static final class Program {
    private Program() {}

    /** Lists the backends, opens one by name, then two by themselves. */
    public static void main(String[] args) {
      BackendRegistry.load(Program.class.getClassLoader()).statuses().stream()
          .filter(status -> status.name().equals("onednn"))
          .map(status -> status.availability())
          .forEach(
              found ->
                  System.out.println(
                      "listed "
                          + found.available()
                          + " "
                          + found.reason()
                          + "; "
                          + found.remedy()));
      try {
        SegmentationEngine.builder().backend("onednn").open().close();
        System.out.println("named onednn");
      } catch (BackendException e) {
        System.out.println("named " + e.getMessage());
      }
      for (int time = 0; time < 2; time++) {
        try (SegmentationEngine engine = SegmentationEngine.open()) {
          System.out.println("chosen " + engine.backendName());
        }
      }
    }
  }

  private record Answer(String listed, String named, List<String> chosen, List<String> warnings) {}

  @TempDir Path directory = Path.of(".");

  @BeforeAll
  static void onLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "folders are spoilt as Linux allows");
  }

  private static String classPath(Predicate<String> kept) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(kept)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Answer run(String classPath, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, Program.class.getName()));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    List<String> answers = Files.readAllLines(out);
    List<String> errors = Files.readAllLines(err);
    assertThat(process.exitValue()).as(String.join("\n", errors)).isZero();
    return new Answer(
        told(answers, "listed ").get(0),
        told(answers, "named ").get(0),
        told(answers, "chosen "),
        errors.stream().filter(line -> line.startsWith("WARNING")).toList());
  }

  private static List<String> told(List<String> answers, String what) {
    return answers.stream()
        .filter(line -> line.startsWith(what))
        .map(line -> line.substring(what.length()))
        .toList();
  }

  private void requireFault(Answer answer, String reason, String remedy) {
    assertThat(answer.listed).startsWith("false").contains(reason, remedy);
    String same = answer.listed.substring("false ".length());
    assertThat(answer.named).endsWith(same);
    assertThat(answer.chosen).containsExactly("reference", "reference");
    assertThat(answer.warnings).hasSize(1);
    assertThat(answer.warnings.get(0)).contains("backend 'reference'").endsWith(same);
  }

  @Test
  void whereNothingIsWrongNothingIsWarnedOf() throws Exception {
    Answer answer = run(classPath(entry -> true));
    assertThat(answer.listed).startsWith("true");
    assertThat(answer.chosen).containsExactly("onednn", "onednn");
    assertThat(answer.warnings).isEmpty();
  }

  @Test
  void noFolderToUnpackTo() throws Exception {
    Answer answer =
        run(
            classPath(entry -> true),
            "-D" + FOLDER + "=/proc/none",
            "-Duser.home=/proc/none",
            "-Djava.io.tmpdir=/proc/none");
    requireFault(answer, "no folder could be made", "-D" + FOLDER + "=FOLDER");
  }

  @Test
  void aFolderFromWhichNothingMayBeRun() throws Exception {
    Path folder = mounted("noexec");
    try {
      Answer answer = run(classPath(entry -> true), "-D" + FOLDER + "=" + folder);
      requireFault(answer, folder + ", to which they are unpacked (mounted noexec)", FOLDER);
    } finally {
      unmount(folder);
    }
  }

  @Test
  void aFullFolder() throws Exception {
    Path folder = mounted("size=1m");
    try {
      Answer answer = run(classPath(entry -> true), "-D" + FOLDER + "=" + folder);
      requireFault(answer, folder + ", to which they are unpacked, is full", FOLDER);
    } finally {
      unmount(folder);
    }
  }

  @Test
  void nativesThatWereNotAdded() throws Exception {
    Answer answer =
        run(classPath(entry -> !entry.matches(".*/dnnl-[^/]*-(linux|windows|mac)[^/]*")));
    requireFault(answer, "org.bytedeco:dnnl:" + Processor.platform() + " is not", "add");
  }

  @Test
  void bindingsThatWereNotAdded() throws Exception {
    Answer answer = run(classPath(entry -> !entry.matches(".*/javacpp-[^/]*jar")));
    requireFault(answer, "org.bytedeco:javacpp is not on the class path", "add");
  }

  /** All classes in one jar that kept the service file of the core alone. */
  @Test
  void aServiceFileThatWasLostIsWarnedOf() throws Exception {
    Path jar = directory.resolve("program.jar");
    String packed = ".*/(mem3d-runtime|mem3d-core|mem3d-backend-onednn)/target/classes/?";
    List<String> folders =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.matches(packed))
            .sorted()
            .toList();
    assumeTrue(folders.size() == 3, "the modules are on the class path as folders");
    String service = "META-INF/services/" + BackendProvider.class.getName();
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String folder : folders) {
        pack(
            Path.of(folder),
            entries,
            name ->
                !name.equals(service)
                    && !name.matches("META-INF/(LICENSE|NOTICE)|module-info.class"));
      }
      entries.putNextEntry(new JarEntry(service));
      entries.write(
          "org.mem3d.runtime.reference.ReferenceBackendProvider".getBytes(StandardCharsets.UTF_8));
      entries.closeEntry();
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jar + File.pathSeparator + classPath(entry -> !entry.matches(packed)),
            Chooser.class.getName());
    Path err = directory.resolve("err");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    String errors = Files.readString(err);
    assertThat(process.exitValue()).as(errors).isZero();
    assertThat(errors)
        .contains("computing with backend 'reference'")
        .contains(OneDnnProvider.class.getName() + " is in program.jar and not registered")
        .contains("merge service files");
  }

  /** Opens an engine and no more. */
  static final class Chooser {
    private Chooser() {}

    /** Opens it. */
    public static void main(String[] args) {
      SegmentationEngine.open().close();
    }
  }

  private static void pack(Path folder, JarOutputStream entries, Predicate<String> kept)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (kept.test(name)) {
          entries.putNextEntry(new JarEntry(name));
          Files.copy(file, entries);
          entries.closeEntry();
        }
      }
    }
  }

  /** Mounts memory as a folder, which root may; elsewhere the test is skipped. */
  private Path mounted(String option) throws Exception {
    Path folder = Files.createDirectory(directory.resolve("cache"));
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", option, "tmpfs", folder.toString()),
        "a folder can be mounted here with " + option);
    return folder;
  }

  private static void unmount(Path folder) throws Exception {
    assertThat(call("umount", folder.toString())).isTrue();
  }

  private static boolean call(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }
}
