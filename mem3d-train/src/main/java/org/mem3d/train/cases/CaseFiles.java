package org.mem3d.train.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;

/**
 * A volume's files: an image, its labels, or both. Immutable.
 *
 * @param set name of its set: the first folder of its path
 * @param name its own name
 * @param image null for shapes alone
 * @param label null if the case has no label
 */
public record CaseFiles(String set, String name, @Nullable Path image, @Nullable Path label) {
  private static final List<String> ENDINGS = List.of(".nii.gz", ".nii");
  private static final String IMAGE = "image";
  private static final String LABEL = "label";
  private static final String LABEL_OF = "_label";

  /**
   * Finds the cases under a folder. A folder with {@code image.nii.gz}, {@code label.nii.gz} or
   * both is a case, whatever else is in it; in other folders each NIfTI file is an image, with
   * labels in {@code NAME_label.nii.gz} if that is there.
   *
   * @return in the order of their paths
   * @throws Mem3dException if there is no such folder or no case in it
   */
  public static List<CaseFiles> in(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new Mem3dException("no directory " + directory);
    }
    Path root = directory.toAbsolutePath().normalize();
    Map<Path, Map<String, Path>> folders = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = withoutEnding(file);
        Path folder = file.getParent();
        if (name != null && folder != null) {
          folders.computeIfAbsent(folder, key -> new TreeMap<>()).put(name, file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<CaseFiles> cases = new ArrayList<>();
    folders.forEach((folder, files) -> addCases(root, folder, files, cases));
    if (cases.isEmpty()) {
      throw new Mem3dException(
          "no case in "
              + directory
              + ": a case is a folder with image.nii.gz, label.nii.gz or both, or a NIfTI file");
    }
    return cases;
  }

  private static void addCases(
      Path root, Path folder, Map<String, Path> files, List<CaseFiles> cases) {
    if (files.containsKey(IMAGE) || files.containsKey(LABEL)) {
      cases.add(of(root, folder, files.get(IMAGE), files.get(LABEL)));
      return;
    }
    files.forEach(
        (name, file) -> {
          boolean labels =
              name.endsWith(LABEL_OF)
                  && files.containsKey(name.substring(0, name.length() - LABEL_OF.length()));
          if (!labels) {
            cases.add(of(root, folder.resolve(name), file, files.get(name + LABEL_OF)));
          }
        });
  }

  private static CaseFiles of(Path root, Path place, @Nullable Path image, @Nullable Path label) {
    Path path = root.relativize(place);
    String rootName = root.getFileName() == null ? root.toString() : root.getFileName().toString();
    if (path.getNameCount() < 2) {
      String name = path.toString().isEmpty() ? rootName : path.toString();
      return new CaseFiles(rootName, name, image, label);
    }
    String name = path.subpath(1, path.getNameCount()).toString().replace('\\', '/');
    return new CaseFiles(path.getName(0).toString(), name, image, label);
  }

  private static @Nullable String withoutEnding(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return null;
  }

  /** Returns set and name. */
  @Override
  public String toString() {
    return set + "/" + name;
  }
}
