package org.mem3d.examples;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that know nothing of mem3d but the coordinates of its starter, built by Maven from a
 * repository that holds what an installation would: one on the class path, one on the module path.
 * Nothing is fetched: what else they need, this build has needed too.
 */
@Tag("slow")
@Timeout(300)
class InstalledTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What the starter brings of mem3d. */
  private static final List<String> JARS =
      List.of(
          "mem3d-starter",
          "mem3d-api",
          "mem3d-runtime",
          "mem3d-core",
          "mem3d-model",
          "mem3d-io",
          "mem3d-backend-onednn");

  /** All jars of a program, natives and weights too. */
  private static final long MOST_BYTES = 45_000_000;

  private static final String PROGRAM =
      """
      package consumer;

      import java.nio.file.Path;
      import org.mem3d.Axis;
      import org.mem3d.Geometry;
      import org.mem3d.Interaction;
      import org.mem3d.SegmentationEngine;
      import org.mem3d.SegmentationSession;
      import org.mem3d.Volume;
      import org.mem3d.io.Volumes;

      public class Program {
        public static void main(String[] arguments) {
          Volume ball =
              Volume.of(
                  (x, y, z) ->
                      (x - 24) * (x - 24) + (y - 24) * (y - 24) + (z - 24) * (z - 24) < 144
                          ? 200 : 80 + (x + y + z) % 7,
                  48, 48, 48, Geometry.UNIT);
          try (SegmentationEngine engine = SegmentationEngine.open();
              SegmentationSession session = engine.newSession(ball)) {
            int label = session.addObject("ball");
            session.interact(Interaction.click(label, Axis.Z, 24, 24, 24));
            session.propagate();
            Path file = Path.of(arguments[0]);
            Volumes.write(file, session.mask());
            System.out.println(
                engine.backendName() + " in " + engine.getClass().getModule() + ": "
                    + Volumes.readLabels(file).count(label) + " voxels");
          }
        }
      }
      """;

  @TempDir Path folder;

  private String version;

  /** Copies POMs and jars to where an installation would put them. */
  @BeforeEach
  void install() throws IOException {
    List<Path> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList();
    String parent = Files.readString(ROOT.resolve("pom.xml"));
    version = only("<artifactId>mem3d-parent</artifactId>\\s*<version>([^<]+)", parent);
    for (String name : JARS) {
      Path jar = ROOT.resolve(name).resolve("target/" + name + "-" + version + ".jar");
      assumeTrue(entries.contains(jar), "only 'mvn verify' makes jars, and there is no " + jar);
      put(name, "jar", jar);
      put(name, "pom", ROOT.resolve(name).resolve("pom.xml"));
    }
    put("mem3d-parent", "pom", ROOT.resolve("pom.xml"));
    put("mem3d-bom", "pom", ROOT.resolve("mem3d-bom/pom.xml"));
  }

  private void put(String artifact, String type, Path file) throws IOException {
    Path place = folder.resolve("repository/org/mem3d").resolve(artifact).resolve(version);
    Files.createDirectories(place);
    Files.copy(file, place.resolve(artifact + "-" + version + "." + type));
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String plugin(String name) throws IOException {
    String version =
        only(
            "<artifactId>" + name + "</artifactId>\\s*<version>([^<]+)",
            Files.readString(ROOT.resolve("pom.xml")));
    return "<plugin><artifactId>%s</artifactId><version>%s</version></plugin>"
        .formatted(name, version);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String pom(String text) {
    return "<project><modelVersion>4.0.0</modelVersion>" + text + "</project>";
  }

  private void writeProject() throws IOException {
    write(
        "settings.xml",
        """
        <settings><mirrors><mirror><id>this-build</id><mirrorOf>*,!installed</mirrorOf>
        <url>%s</url></mirror></mirrors></settings>
        """
            .formatted(Path.of(System.getProperty("local.repository")).toUri()));
    write(
        "project/pom.xml",
        pom(
            """
            <groupId>consumer</groupId><artifactId>consumers</artifactId><version>1</version>
            <packaging>pom</packaging>
            <modules><module>plain</module><module>modular</module></modules>
            <properties>
              <maven.compiler.release>17</maven.compiler.release>
              <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
            </properties>
            <repositories><repository><id>installed</id><url>%s</url></repository></repositories>
            <dependencyManagement><dependencies><dependency>
              <groupId>org.mem3d</groupId><artifactId>mem3d-bom</artifactId><version>%s</version>
              <type>pom</type><scope>import</scope>
            </dependency></dependencies></dependencyManagement>
            <dependencies><dependency>
              <groupId>org.mem3d</groupId><artifactId>mem3d-starter</artifactId>
            </dependency></dependencies>
            <build><pluginManagement><plugins>%s%s%s</plugins></pluginManagement></build>
            """
                .formatted(
                    folder.resolve("repository").toUri(),
                    version,
                    plugin("maven-resources-plugin"),
                    plugin("maven-compiler-plugin"),
                    plugin("maven-dependency-plugin"))));
    for (String module : List.of("plain", "modular")) {
      write(
          "project/" + module + "/pom.xml",
          pom(
              "<parent><groupId>consumer</groupId><artifactId>consumers</artifactId>"
                  + "<version>1</version></parent><artifactId>"
                  + module
                  + "</artifactId>"));
      write("project/" + module + "/src/main/java/consumer/Program.java", PROGRAM);
    }
    write(
        "project/modular/src/main/java/module-info.java",
        "module consumer { requires org.mem3d.api; requires org.mem3d.io; }");
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.directory(folder.resolve("project").toFile());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private void maven() throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    run(
        List.of(
            Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                .toString(),
            "-B",
            "-s",
            folder.resolve("settings.xml").toString(),
            "-Dmaven.repo.local=" + folder.resolve("local"),
            "compile",
            "dependency:copy-dependencies"));
  }

  private String program(String module, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add(folder.resolve(module + ".nii.gz").toString());
    return run(command);
  }

  private static void assertBall(String said, String where) {
    String voxels = only("onednn in " + where + ": (\\d+) voxels", said);
    // A ball of radius 12 has 7153 voxels.
    assertThat(Integer.parseInt(voxels)).isBetween(6000, 8500);
  }

  @Test
  void aStrangerBuildsOnTheStarterAlone() throws Exception {
    writeProject();
    maven();
    Path plain = folder.resolve("project/plain/target");
    long bytes = 0;
    try (Stream<Path> jars = Files.list(plain.resolve("dependency"))) {
      for (Path jar : jars.toList()) {
        bytes += Files.size(jar);
      }
    }
    System.out.println("the starter and all that it needs here: " + bytes + " bytes");
    assertThat(bytes).isLessThan(MOST_BYTES);
    String classPath = plain.resolve("classes") + File.pathSeparator + plain + "/dependency/*";
    assertBall(program("plain", "-cp", classPath, "consumer.Program"), "unnamed module @\\w+");

    Path modular = folder.resolve("project/modular/target");
    String modules =
        modular.resolve("classes") + File.pathSeparator + modular.resolve("dependency");
    assertBall(
        program(
            "modular",
            "-p",
            modules,
            "--add-modules",
            "ALL-MODULE-PATH",
            "-m",
            "consumer/consumer.Program"),
        "module org.mem3d.core");
  }
}
