package org.mem3d.batch.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;

/**
 * Objects and their marks in the order in which they were given. An object gets its label when it
 * is first named; marks given before any name belong to "object". Belongs to one thread.
 */
public final class MarkList {
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private final Set<String> started = new HashSet<>();
  private final List<Interaction> marks = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private int current;

  /** Makes a list without objects. */
  public MarkList() {}

  /**
   * Says that the marks that follow belong to this object.
   *
   * @throws InteractionException if the name is blank
   */
  public void object(String name) {
    if (name.isBlank()) {
      throw new InteractionException("an object needs a name that is not blank");
    }
    int next = 1 + labels.values().stream().mapToInt(label -> label).max().orElse(0);
    current = labels.computeIfAbsent(name, key -> next);
  }

  /** Says that an object is there already, with a mask; it needs no mark. */
  public void started(String name, int label) {
    labels.put(name, label);
    started.add(name);
  }

  /** Notes a file from which marks are read. */
  public void file(Path file) {
    files.add(file);
  }

  /** Returns the files from which marks were read. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** Adds a mark, made for the label of the current object. */
  public void add(IntFunction<Interaction> mark) {
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
  public void requireMarks() {
    if (marks.isEmpty() && started.isEmpty()) {
      throw new InteractionException(
          "no marks: give at least one, as --click z=40:100,120 or --interactions FILE.json");
    }
    labels.forEach(
        (name, label) -> {
          if (!started.contains(name) && marks.stream().noneMatch(mark -> mark.object() == label)) {
            throw new InteractionException(
                "object '" + name + "' has no marks: give them after its --object");
          }
        });
  }

  /** Returns the objects' names, by rising label. */
  public List<String> names() {
    return List.copyOf(labels.keySet());
  }

  /** Returns the names of those that are not there yet, in the order in which they get labels. */
  public List<String> newNames() {
    return labels.keySet().stream().filter(name -> !started.contains(name)).toList();
  }

  /** Returns the marks in their order. */
  public List<Interaction> marks() {
    return List.copyOf(marks);
  }
}
