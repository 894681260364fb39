package org.mem3d.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mem3dException;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/**
 * Labelled volumes in a directory: every folder under it with an {@code image.nii.gz} and a {@code
 * label.nii.gz} is a case. Its set is the first folder of its path; cases right under the directory
 * make a set of the directory's name. Immutable.
 *
 * @param sets the cases of each set in name order, by the set's name
 */
public record Dataset(Map<String, List<Case>> sets) {
  private static final String IMAGE = "image.nii.gz";
  private static final String LABEL = "label.nii.gz";

  /**
   * A labelled volume.
   *
   * @param set name of its set
   * @param name its own name
   * @param check how its labels and scribbles are seen to lie on its image
   */
  public record Case(String set, String name, Path image, Path label, GridCheck check) {
    /** Makes a case whose labels must lie at the image's place. */
    public Case(String set, String name, Path image, Path label) {
      this(set, name, image, label, GridCheck.PLACE);
    }

    /**
     * Reads the labels in the order and at the place of the image's grid.
     *
     * @throws org.mem3d.GridException if they lie on another; the message tells both
     */
    public LabelVolume readLabels(Grid image) {
      return Volumes.readLabels(label, image, check);
    }

    /** Returns set and name. */
    @Override
    public String toString() {
      return set + "/" + name;
    }
  }

  /**
   * Finds the cases.
   *
   * @throws Mem3dException if the directory does not exist or holds no case
   */
  public static Dataset in(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new Mem3dException("no directory " + directory);
    }
    Path root = directory.toAbsolutePath().normalize();
    Map<String, List<Case>> sets = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.getFileName().toString().equals(IMAGE))
          .map(Path::getParent)
          .filter(folder -> Files.isRegularFile(folder.resolve(LABEL)))
          .sorted()
          .map(folder -> caseOf(root, folder))
          .forEach(c -> sets.computeIfAbsent(c.set(), set -> new ArrayList<>()).add(c));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (sets.isEmpty()) {
      throw new Mem3dException(
          "no case in " + directory + ": a case is a folder with " + IMAGE + " and " + LABEL);
    }
    return new Dataset(sets);
  }

  /**
   * Returns these sets alone.
   *
   * @throws Mem3dException if one does not exist; the message names those that do
   */
  public Dataset only(Collection<String> names) {
    Map<String, List<Case>> chosen = new TreeMap<>();
    for (String name : names) {
      List<Case> cases = sets.get(name);
      if (cases == null) {
        throw new Mem3dException(
            "no set '" + name + "'; the sets are " + String.join(", ", sets.keySet()));
      }
      chosen.put(name, cases);
    }
    return new Dataset(chosen);
  }

  /** Returns the same cases, whose labels are compared with their images in this way. */
  public Dataset comparing(GridCheck check) {
    Map<String, List<Case>> compared = new TreeMap<>();
    sets.forEach(
        (set, cases) ->
            compared.put(
                set,
                cases.stream()
                    .map(c -> new Case(c.set, c.name, c.image, c.label, check))
                    .toList()));
    return new Dataset(compared);
  }

  /** Returns the first cases of each set. */
  public Dataset first(int limit) {
    Map<String, List<Case>> chosen = new TreeMap<>();
    sets.forEach((set, cases) -> chosen.put(set, cases.subList(0, Math.min(limit, cases.size()))));
    return new Dataset(chosen);
  }

  /** Returns all cases, set by set. */
  public List<Case> cases() {
    return sets.values().stream().flatMap(List::stream).toList();
  }

  private static Case caseOf(Path root, Path folder) {
    Path path = root.relativize(folder);
    Path image = folder.resolve(IMAGE);
    Path label = folder.resolve(LABEL);
    String rootName = root.getFileName() == null ? root.toString() : root.getFileName().toString();
    if (path.getNameCount() < 2) {
      String name = path.toString().isEmpty() ? rootName : path.toString();
      return new Case(rootName, name, image, label);
    }
    String name = path.subpath(1, path.getNameCount()).toString().replace('\\', '/');
    return new Case(path.getName(0).toString(), name, image, label);
  }
}
