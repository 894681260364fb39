package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names that the glossary retired are in no source and on no page. */
class RetiredWordsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** They tell what was. */
  private static final Set<String> HISTORY =
      Set.of("CHANGELOG.md", "upgrading.md", "glossary.md", "RetiredWordsTest.java");

  /** Of the retired names, those that are no English words either. */
  private static Pattern retired() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/glossary.md"));
    String table = page.substring(page.indexOf("## Retired"));
    List<String> names = new ArrayList<>();
    for (String row : table.lines().filter(line -> line.startsWith("| `")).toList()) {
      Matcher name = Pattern.compile("`([\\w.]+)`").matcher(row.split("\\|", -1)[1]);
      while (name.find()) {
        names.add(Pattern.quote(name.group(1)));
      }
    }
    assertThat(names).hasSizeGreaterThan(30);
    // In prose "Carried by ..." and "Gap" may begin a sentence; as names they stand in code.
    return Pattern.compile(
        "(?<!\\* )(?<!/ )(?<!\\. )(?<![\\w.])(" + String.join("|", names) + ")(?![\\w])");
  }

  @Test
  void noneComesBack() throws IOException {
    Pattern retired = retired();
    List<String> found = new ArrayList<>();
    int[] files = {0};
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = String.valueOf(directory.getFileName());
            boolean left = name.equals("target") || name.equals("out") || name.startsWith(".git");
            return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = String.valueOf(file.getFileName());
            if ((name.endsWith(".java") || name.endsWith(".md")) && !HISTORY.contains(name)) {
              files[0]++;
              Matcher matcher = retired.matcher(Files.readString(file, StandardCharsets.UTF_8));
              String all =
                  matcher
                      .results()
                      .map(m -> m.group(1))
                      .distinct()
                      .collect(Collectors.joining(", "));
              if (!all.isEmpty()) {
                found.add(ROOT.relativize(file) + ": " + all);
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(files[0]).isGreaterThan(500);
    assertThat(found).as("retired names; docs/glossary.md says what replaces them").isEmpty();
  }
}
