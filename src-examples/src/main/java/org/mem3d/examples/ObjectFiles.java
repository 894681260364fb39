package org.mem3d.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The files that hold something of each object. Stateless. */
final class ObjectFiles {
  private ObjectFiles() {}

  /**
   * Returns the file of each object: the one that was named where there is one object; else its
   * name before the ending .nii or .nii.gz, with the object's behind it. Letters, signs and digits
   * of every script stay; what some disk does not take in a name becomes {@code _}.
   *
   * @param named ends in .nii or .nii.gz
   */
  static List<Path> of(Path named, List<String> objects) {
    if (objects.size() == 1) {
      return List.of(named);
    }
    String name = String.valueOf(named.getFileName());
    int ending = name.toLowerCase(Locale.ROOT).lastIndexOf(".nii");
    return objects.stream()
        .map(object -> name.substring(0, ending) + "-" + plain(object) + name.substring(ending))
        .map(named::resolveSibling)
        .toList();
  }

  private static String plain(String object) {
    // Joiners are part of words in some scripts, and of signs made of several.
    return object.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{So}\\p{Sk}\u200c\u200d._-]", "_");
  }
}
