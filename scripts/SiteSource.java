import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the pages that Maven's site plugin renders of those that are read in the repository: links
 * between pages lead to pages, headings have the anchors that links name, and links into sources,
 * which the site has not, become text. Fails where a link leads nowhere. Beside them it puts the
 * sources of all libraries, for the Javadoc.
 *
 * <p>Run by the profile {@code site}: {@code java scripts/SiteSource.java TO}.
 */
public final class SiteSource {
  private static final Pattern LINK = Pattern.compile("(!?)\\[((?:[^\\[\\]]|\\[[^\\]]*])*)]\\(([^)\\s]+)\\)");

  /** Pages by the files that hold them. */
  private final Map<Path, String> pages = new LinkedHashMap<>();

  private final Map<String, List<String>> anchors = new HashMap<>();
  private final Map<String, String> titles = new HashMap<>();
  private final List<String> broken = new ArrayList<>();
  private final Path to;

  private SiteSource(Path to) {
    this.to = to;
  }

  public static void main(String[] args) throws IOException {
    new SiteSource(Path.of(args[0])).make();
  }

  private void make() throws IOException {
    pages.put(Path.of("README.md"), "index");
    pages.put(Path.of("CHANGELOG.md"), "changelog");
    pages.put(Path.of("CONTRIBUTING.md"), "contributing");
    pages.put(Path.of("SECURITY.md"), "security");
    pages.put(Path.of("benchmarks/README.md"), "benchmarks");
    pages.put(Path.of("mem3d-model/src/main/resources/org/mem3d/model/README.md"), "model-card");
    try (var files = Files.list(Path.of("docs"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".md")).sorted().toList()) {
        pages.put(file, file.getFileName().toString().replace(".md", ""));
      }
    }
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      String text = Files.readString(page.getKey());
      anchors.put(page.getValue(), headings(text));
      titles.put(page.getValue(), text.lines().findFirst().orElseThrow().substring(2));
    }
    Files.createDirectories(to.resolve("markdown"));
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      Files.writeString(
          to.resolve("markdown").resolve(page.getValue() + ".md"),
          converted(page.getKey(), Files.readString(page.getKey())));
    }
    Files.copy(
        Path.of("docs/site.xml"), to.resolve("site.xml"), StandardCopyOption.REPLACE_EXISTING);
    sources();
    if (!broken.isEmpty()) {
      throw new IllegalStateException("links that lead nowhere: " + String.join("; ", broken));
    }
  }

  /** Puts the sources of all libraries, those of the list of versions, into one folder. */
  private void sources() throws IOException {
    Matcher library =
        Pattern.compile("<artifactId>(mem3d-[\\w-]+)</artifactId>")
            .matcher(Files.readString(Path.of("mem3d-bom/pom.xml")));
    while (library.find()) {
      Path from = Path.of(library.group(1), "src/main/java");
      if (!Files.isDirectory(from)) {
        continue;
      }
      try (var files = Files.walk(from)) {
        for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
          if (!file.endsWith("module-info.java")) {
            Path copy = to.resolve("java").resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  /** Returns the anchors of the headings, as hosts of repositories make them. */
  private static List<String> headings(String text) {
    List<String> found = new ArrayList<>();
    boolean code = false;
    for (String line : text.split("\n", -1)) {
      code ^= line.startsWith("```");
      if (!code && line.matches("#{1,6} .*")) {
        found.add(anchor(line.replaceFirst("#+ ", "")));
      }
    }
    return found;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("]\\([^)]*\\)", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private String converted(Path file, String text) throws IOException {
    StringBuilder out = new StringBuilder();
    boolean code = false;
    for (String line : text.split("\n", -1)) {
      code ^= line.startsWith("```");
      if (!code && line.matches("#{2,6} .*")) {
        String heading = line.replaceFirst("#+ ", "");
        // The plugin's own anchor is the heading, which is the same for a word in small letters.
        if (!anchor(heading).equals(heading)) {
          out.append("<a id=\"").append(anchor(heading)).append("\"></a>\n\n");
        }
      }
      out.append(code ? line : links(file, line)).append('\n');
    }
    return out.toString();
  }

  private String links(Path file, String line) throws IOException {
    Matcher link = LINK.matcher(line);
    StringBuilder out = new StringBuilder();
    while (link.find()) {
      String text = links(file, link.group(2));
      link.appendReplacement(
          out, Matcher.quoteReplacement(link(file, link.group(1), text, link.group(3))));
    }
    return link.appendTail(out).toString();
  }

  private String link(Path file, String image, String text, String target) throws IOException {
    if (target.contains(":")) {
      return image + "[" + text + "](" + target + ")";
    }
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    String anchor = hash < 0 ? "" : target.substring(hash + 1);
    Path meant = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    String page = pages.get(meant);
    if (page != null) {
      if (!anchor.isEmpty() && !anchors.get(page).contains(anchor)) {
        broken.add(target + " in " + file);
      }
      String there = path.isEmpty() ? "" : page + ".html";
      String shown = text.endsWith(".md") ? titles.get(page) : text;
      return "[" + shown + "](" + there + (hash < 0 ? "" : "#" + anchor) + ")";
    }
    if (!Files.exists(meant)) {
      broken.add(target + " in " + file);
    }
    if (image.isEmpty() && !meant.startsWith("docs/recipes")) {
      return text;
    }
    String name = meant.getFileName().toString();
    Path copy = Files.createDirectories(to.resolve("resources")).resolve(name);
    Files.copy(meant, copy, StandardCopyOption.REPLACE_EXISTING);
    return image + "[" + text + "](" + name + ")";
  }
}
