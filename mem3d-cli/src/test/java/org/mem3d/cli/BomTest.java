package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of versions that belong together names every library that is built here. */
class BomTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Programs, and the list itself. */
  private static final Set<String> NO_LIBRARIES =
      Set.of(
          "mem3d-fiji",
          "mem3d-bom",
          "mem3d-train",
          "mem3d-cli",
          "mem3d-fuzz",
          "src-examples",
          "benchmarks");

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(hit -> hit.group(1)).toList();
  }

  @Test
  void everyLibraryIsThereInTheParentsVersion() throws IOException {
    String parent = Files.readString(ROOT.resolve("pom.xml"));
    String bom = Files.readString(ROOT.resolve("mem3d-bom/pom.xml"));
    List<String> libraries =
        all("<module>([^<]+)</module>", parent).stream()
            .filter(module -> !NO_LIBRARIES.contains(module))
            .map(module -> module.replace('/', '-'))
            .toList();
    assertThat(libraries).hasSizeGreaterThan(15);
    String managed =
        bom.substring(
            bom.indexOf("<dependencyManagement>"), bom.indexOf("</dependencyManagement>"));
    assertThat(all("<artifactId>([^<]+)</artifactId>", managed))
        .containsExactlyInAnyOrderElementsOf(libraries);
    assertThat(all("<version>([^<]+)</version>", bom).get(0))
        .isEqualTo(all("<version>([^<]+)</version>", parent).get(0));
  }
}
