package org.mem3d.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar does its work with nothing beside it but ImageJ, and brings nothing that Fiji has. */
class JarAloneTest {
  private static final Path JAR = Path.of(System.getProperty("mem3d.fiji.jar", "none"));

  @Test
  void aBallIsSegmented() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                String.join(
                    File.pathSeparator,
                    List.of(place(IJ.class), JAR.toString(), place(BallInImageJ.class))),
                BallInImageJ.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.strip()).matches("slices: (9|1[0-2])");
  }

  private static String place(Class<?> of) throws Exception {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void librariesOfFijiAreNotReplaced() throws IOException {
    assertThat(JAR.getFileName().toString()).contains("_");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names).contains("plugins.config", "META-INF/LICENSE", "META-INF/NOTICE");
      assertThat(names)
          .noneMatch(name -> name.matches("(com/google|org/slf4j|ij|org/junit)/.*class"));
      assertThat(names)
          .anyMatch(name -> name.endsWith("libjnidnnl.so") || name.contains("jnidnnl"));
    }
  }
}
