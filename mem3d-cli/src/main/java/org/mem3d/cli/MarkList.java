package org.mem3d.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;

/**
 * Objects and their marks in the order in which they were given. An object gets its label when it
 * is first named; marks given before any name belong to "object".
 */
final class MarkList {
  private final List<String> names = new ArrayList<>();
  private final List<Interaction> marks = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private int current;

  /** Says that the marks that follow belong to this object. */
  void object(String name) {
    if (name.isBlank()) {
      throw new InteractionException("an object needs a name that is not blank");
    }
    if (!names.contains(name)) {
      names.add(name);
    }
    current = names.indexOf(name) + 1;
  }

  /** Notes a file from which marks are read. */
  void file(Path file) {
    files.add(file);
  }

  /** Returns the files from which marks were read. */
  List<Path> files() {
    return List.copyOf(files);
  }

  /** Adds a mark, made for the label of the current object. */
  void add(IntFunction<Interaction> mark) {
    if (current == 0) {
      object("object");
    }
    marks.add(mark.apply(current));
  }

  /**
   * Checks that there is something to do.
   *
   * @throws InteractionException if there is no mark, or an object without one
   */
  void requireMarks() {
    if (marks.isEmpty()) {
      throw new InteractionException(
          "no marks: give at least one, as --click z=40:100,120 or --interactions FILE.json");
    }
    for (int label = 1; label <= names.size(); label++) {
      int wanted = label;
      if (marks.stream().noneMatch(mark -> mark.object() == wanted)) {
        throw new InteractionException(
            "object '" + names.get(label - 1) + "' has no marks: give them after its --object");
      }
    }
  }

  /** Returns the objects' names; the first has label 1. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** Returns the marks in their order. */
  List<Interaction> marks() {
    return List.copyOf(marks);
  }
}
