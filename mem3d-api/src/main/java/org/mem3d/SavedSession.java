package org.mem3d;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file of a session says of itself before its volume is opened, see {@link
 * SegmentationEngine#inspect}. Immutable.
 *
 * @param program that wrote it, with its version
 * @param grid of the volume
 * @param volumeHash SHA-256 of the volume's sizes and intensities, in hexadecimal digits
 * @param volumeSource where the volume was, as {@link SegmentationSession#volumeSource} stated it;
 *     null if nobody did
 * @param objects the names of the objects, by label
 * @param steps how many calls its log has
 * @param differences what the engine has other than the one that wrote the file (weights, backend,
 *     precision, settings), each in words for a person; empty if nothing
 */
public record SavedSession(
    String program,
    Grid grid,
    String volumeHash,
    @Nullable String volumeSource,
    SortedMap<Integer, String> objects,
    int steps,
    List<String> differences) {
  /** Copies map and list. */
  public SavedSession {
    Objects.requireNonNull(program, "the program is null");
    Objects.requireNonNull(grid, "the grid is null");
    Objects.requireNonNull(volumeHash, "the hash is null");
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    differences = List.copyOf(differences);
  }
}
