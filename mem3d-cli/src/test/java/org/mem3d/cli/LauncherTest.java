package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, in a copy whose modules count as built, in environments that programs meet. */
class LauncherTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path directory = Path.of(".");
  private Path launcher = Path.of(".");

  /** Puts the launcher beside a jar that stands for the class path of this test. */
  @BeforeEach
  void install() throws IOException {
    assumeTrue(Files.isExecutable(BASH), "there is no /bin/bash here");
    Path home = Files.createDirectory(directory.resolve("home with space"));
    launcher = Files.copy(Path.of("..", "mem3d"), home.resolve("mem3d"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path target = home.resolve("mem3d-cli/target");
    Files.createDirectories(target.resolve("classes"));
    Files.createDirectories(target.resolve("lib"));
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    Path jar = target.resolve("lib/all.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    Files.createFile(target.resolve("built"));
  }

  /**
   * Runs a line of the shell, in which $mem3d is the launcher, and nothing but this environment.
   */
  private CommandRun shell(Map<String, String> environment, String line, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(BASH.toString(), "-c", "mem3d=$0; " + line, launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new CommandRun(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "LC_ALL=C", "LANG=POSIX", "LC_ALL=none_NONE.UTF-8", "LC_CTYPE=C.UTF-8"})
  void namesOfEveryScript(String variable) throws Exception {
    // The shell makes the files, so that their names are right whatever this JVM's encoding is.
    String name = "печень 肝臓 كبد é\ud83e\udec0.nii.gz";
    Path image = directory.resolve("image.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
    String quoted = "$'" + escaped(name) + "'";
    CommandRun run =
        shell(
            variable.isEmpty()
                ? Map.of()
                : Map.of(variable.split("=", 2)[0], variable.split("=", 2)[1]),
            "cp image.nii.gz "
                + quoted
                + "; \"$mem3d\" segment "
                + quoted
                + " --click z=7:1,1 --out "
                + quoted);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    // The shell itself may say before that it does not know the locale.
    assertThat(run.err().lines())
        .last()
        .isEqualTo(
            "mem3d: --out "
                + name
                + " would overwrite IMAGE "
                + name
                + ", which is read: name another file");
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
    }
    return text.toString();
  }

  @Test
  void anOutputThatTakesNothing() throws Exception {
    for (String to : List.of(">&-", "> /dev/full")) {
      CommandRun run = shell(Map.of(), "\"$mem3d\" --version " + to);
      assertThat(run.status()).as(to + run.err()).isEqualTo(1);
      assertThat(run.err().strip()).startsWith("mem3d: the standard output stream took not all");
    }
    CommandRun silent = shell(Map.of(), "\"$mem3d\" --version 2>&- <&-");
    assertThat(silent.status()).isZero();
    assertThat(silent.out()).startsWith("mem3d ");
  }

  @Test
  void aFolderThatIsNoLongerThere() throws Exception {
    CommandRun run =
        shell(Map.of(), "mkdir gone; cd gone; rmdir ../gone; exec \"$mem3d\" --version");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("mem3d: this folder is no longer there: change to another");
  }

  @Test
  void noTemporaryFolder() throws Exception {
    CommandRun run =
        shell(
            Map.of("TMPDIR", "/none", "MEM3D_JAVA_OPTS", "-Djava.io.tmpdir=/none"),
            "\"$mem3d\" --version");
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void commandsOfSomeSecondsDoWithoutTheSecondCompiler() throws Exception {
    Map<String, String> flags = Map.of("MEM3D_JAVA_OPTS", "-XX:+PrintCommandLineFlags");
    String stop = "-XX:TieredStopAtLevel=1";
    assertThat(shell(flags, "\"$mem3d\" segment --help").out()).contains(stop);
    assertThat(shell(flags, "\"$mem3d\" demo --help").out()).contains(stop);
    assertThat(shell(flags, "\"$mem3d\" evaluate --help").out()).doesNotContain(stop);
    assertThat(
            shell(
                    Map.of("MEM3D_JAVA_OPTS", "-XX:TieredStopAtLevel=4 -XX:+PrintCommandLineFlags"),
                    "\"$mem3d\" segment --help")
                .out())
        .as("options of the user's come last and count")
        .doesNotContain(stop);
  }
}
