package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that uses mem3d, as a module and on the class path. */
class ModulePathTest {
  private static final String PROGRAM =
      """
      package consumer;

      import org.mem3d.SegmentationEngine;

      public class Program {
        public static void main(String[] arguments) {
          try (SegmentationEngine engine = SegmentationEngine.builder().backend("reference").open()) {
            System.out.println(engine.backendName() + " from " + engine.getClass().getModule().getName());
          }
        }
      }
      """;

  private static final String MODULE =
      "module consumer { requires org.mem3d.api; requires org.mem3d.model; }";

  @TempDir Path folder;

  /** Returns the class path's entries with a name that begins so, directories as jars. */
  private List<Path> entries(String... names) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      boolean classes = path.endsWith(Path.of("target", "classes"));
      String name = String.valueOf((classes ? path.getParent().getParent() : path).getFileName());
      if (path.endsWith(Path.of("target", "test-classes")) || name.endsWith("-tests.jar")) {
        continue;
      }
      for (String wanted : names) {
        boolean same = name.equals(wanted) || name.matches(wanted + "-[0-9].*");
        if (same && Files.exists(path)) {
          boolean isModule = Files.exists(path.resolve("module-info.class"));
          entries.add(classes && !isModule ? packed(path, name) : path);
        }
      }
    }
    return entries;
  }

  /** Packs classes as the build does: with the name of their module in the manifest. */
  private Path packed(Path classes, String name) throws IOException {
    Path jar = folder.resolve(name + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Automatic-Module-Name"), "org." + name.replace('-', '.'));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }

  private String modulePath() throws IOException {
    return entries(
            "mem3d-api", "mem3d-runtime", "mem3d-core", "mem3d-model", "jspecify", "slf4j-api")
        .stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Compiles a program against the module path; returns what the compiler said. */
  private String compiled(Path to, String modules, String module, String program)
      throws IOException {
    Path sources = Files.createDirectories(to.resolveSibling(to.getFileName() + "-sources"));
    Path main = Files.writeString(sources.resolve("Program.java"), program);
    Path info = Files.writeString(sources.resolve("module-info.java"), module);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      compiler
          .getTask(
              said,
              files,
              null,
              List.of(
                  "--release",
                  "17",
                  "--module-path",
                  modules,
                  "--class-path",
                  sources.toString(),
                  "-d",
                  to.toString()),
              null,
              files.getJavaFileObjects(main, info))
          .call();
    }
    return said.toString();
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void aModuleFindsTheEngineAndItsBackend() throws Exception {
    String modules = modulePath();
    Path classes = folder.resolve("program");
    assertThat(compiled(classes, modules, MODULE, PROGRAM)).doesNotContain("error:");
    assertThat(run("-p", modules + File.pathSeparator + classes, "-m", "consumer/consumer.Program"))
        .contains("reference from org.mem3d.core");
    assertThat(run("-cp", modules + File.pathSeparator + classes, "consumer.Program"))
        .contains("reference from null");
  }

  @Test
  void aModuleDoesNotSeeTheCore() throws IOException {
    String program =
        PROGRAM.replace("import ", "import org.mem3d.core.session.CoreEngineProvider;\nimport ");
    assertThat(
            compiled(
                folder.resolve("curious"),
                modulePath(),
                MODULE.replace("}", "requires org.mem3d.core; }"),
                program))
        .contains("error: package org.mem3d.core.session is not visible")
        .contains("does not export it");
  }
}
