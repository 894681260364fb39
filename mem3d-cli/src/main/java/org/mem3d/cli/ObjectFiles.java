package org.mem3d.cli;

import java.nio.file.Path;
import java.util.List;
import org.mem3d.io.VolumeFormat;

/** The files that hold something of each object. Stateless. */
final class ObjectFiles {
  private ObjectFiles() {}

  /**
   * Returns the file of each object: the one that was named where there is one object; else its
   * name before the ending, with the object's behind it. Letters, signs and digits of every script
   * stay; what some disk does not take in a name becomes {@code _}.
   *
   * @param named ends as files of a {@link VolumeFormat} do
   */
  static List<Path> of(Path named, List<String> objects) {
    if (objects.size() == 1) {
      return List.of(named);
    }
    String name = String.valueOf(named.getFileName());
    String end = VolumeFormat.ofName(named).flatMap(format -> format.endingOf(named)).orElseThrow();
    int ending = name.length() - end.length();
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
