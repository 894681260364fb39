package org.mem3d.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mem3d.SessionFileException;

/** What the README promises stands in the repository. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCE =
      Path.of("src/main/java/org/mem3d/examples/FiveLines.java").toAbsolutePath();

  /** The example that readers copy is the one that the build compiles. */
  @Test
  void firstJavaBlockIsTheCompiledExample() throws IOException {
    String shown = only("```java\\R(.*?)```", Files.readString(ROOT.resolve("README.md")));
    String compiled = only("// README: begin\\R(.*?)\\s*// README: end", Files.readString(SOURCE));
    assertThat(folded(shown)).isEqualTo(folded(compiled)).contains("session.propagate();");
  }

  /** Every program is listed, and short enough to be read at once. */
  @Test
  void everyProgramIsListed() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int programs = 0;
    try (var sources = Files.list(SOURCE.getParent())) {
      for (Path source : sources.toList()) {
        String text = Files.readString(source);
        assertThat(text.lines().count()).as(source.toString()).isLessThan(120);
        if (text.contains("public static void main")) {
          programs++;
          assertThat(readme).contains("/" + source.getFileName() + ") |");
        }
      }
    }
    assertThat(programs).isGreaterThan(9);
  }

  /** Every exception that programs meet is explained, and none that there is not. */
  @Test
  void everyExceptionIsExplained() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    Set<String> thrown = new TreeSet<>();
    try (var sources = Files.walk(ROOT.resolve("mem3d-api/src/main/java"))) {
      for (Path source : sources.toList()) {
        String name = source.getFileName().toString();
        if (name.endsWith("Exception.java")) {
          thrown.add(name.replace(".java", ""));
        }
      }
    }
    String mem3d = page.substring(0, page.indexOf("What a program does wrong"));
    Set<String> explained = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+Exception)`").matcher(mem3d);
    while (row.find()) {
      explained.add(row.group(1));
    }
    assertThat(explained).isEqualTo(thrown).hasSizeGreaterThan(8);
    for (SessionFileException.Reason reason : SessionFileException.Reason.values()) {
      assertThat(mem3d).contains("`" + reason + "`");
    }
  }

  /** Links to files lead somewhere, in the README and in the pages under docs. */
  @Test
  void linksLeadToFiles() throws IOException {
    try (var pages = Files.list(ROOT.resolve("docs"))) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
        assertLinks(page);
      }
    }
    assertLinks(ROOT.resolve("README.md"));
  }

  private static void assertLinks(Path page) throws IOException {
    Matcher link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(page));
    int links = 0;
    for (; link.find(); links++) {
      assertThat(page.resolveSibling(link.group(1))).as("link in " + page).exists();
    }
    assertThat(links).as("links in " + page).isPositive();
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String folded(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
