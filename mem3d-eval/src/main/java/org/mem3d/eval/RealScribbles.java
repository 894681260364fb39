package org.mem3d.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.SliceMask;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/**
 * What a person scribbled on a case, as files of voxels beside its image. Immutable.
 *
 * <p>{@code scribble.nii.gz} marks all labels at once: a voxel's value is the label that it was
 * said to have, 0 for background, and one value above all labels stands for voxels without a mark.
 * {@code scribble_NAME.nii.gz}, of which there may be several, is one person's scribble on the one
 * object: 1 on it, 2 beside it, 0 for no mark.
 */
public final class RealScribbles {
  private final String name;
  private final LabelVolume values;
  private final int unmarked;

  private RealScribbles(String name, LabelVolume values, int unmarked) {
    this.name = name;
    this.values = values;
    this.unmarked = unmarked;
  }

  /** Returns whether a case has scribbles; reads none. */
  public static boolean areBeside(Dataset.Case from) {
    return !files(from).isEmpty();
  }

  /**
   * Reads the scribbles of a case, in the order of their names; none if it has none.
   *
   * @param image the grid of the case's image, in whose order the scribbles are given
   * @throws Mem3dException if a file lies on another grid, or has no value for voxels without a
   *     mark
   */
  public static List<RealScribbles> of(Dataset.Case from, Grid image) {
    List<Path> files = files(from);
    if (files.isEmpty()) {
      return List.of();
    }
    int largest = from.readLabels(image).largest();
    return files.stream()
        .map(file -> read(file, Volumes.readLabels(file, image, from.check()), largest))
        .toList();
  }

  private static List<Path> files(Dataset.Case from) {
    Path folder = from.label().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(
              file -> file.getFileName().toString().matches("scribble(_[^.]+)?\\.nii\\.gz"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealScribbles read(Path file, LabelVolume values, int largestLabel) {
    String name = file.getFileName().toString().replace(".nii.gz", "");
    if (!name.equals("scribble")) {
      return new RealScribbles(name, values, 0);
    }
    if (values.largest() <= largestLabel) {
      throw new Mem3dException(
          file
              + " has no value above the largest label, "
              + largestLabel
              + ", for voxels without a mark");
    }
    return new RealScribbles(name, values, values.largest());
  }

  /** Returns the name of the file, without its ending. */
  public String name() {
    return name;
  }

  /** Returns whether something was scribbled on an object on a slice. */
  public boolean marks(int label, Axis axis, int slice) {
    return !values.slice(positive(label), axis, slice).isEmpty();
  }

  /**
   * Returns the scribbles on a slice, those on the object before those beside it: one stroke for
   * each connected part, leading over all of its pixels and no others.
   *
   * @param label the object's value in the label volume
   * @param object its label in the session
   */
  public List<Interaction> on(int label, int object, Axis axis, int slice) {
    int positive = positive(label);
    List<Interaction> marks = new ArrayList<>();
    SliceMask inside = values.slice(positive, axis, slice);
    for (List<Interaction.Point> stroke : strokes(inside)) {
      marks.add(new Interaction.Scribble(object, axis, slice, stroke, true, 1));
    }
    SliceMask bare = values.slice(unmarked, axis, slice);
    IntPredicate beside = i -> !bare.contains(i) && !inside.contains(i);
    SliceMask outside = SliceMask.of(inside.width(), inside.height(), beside);
    for (List<Interaction.Point> stroke : strokes(outside)) {
      marks.add(new Interaction.Scribble(object, axis, slice, stroke, false, 1));
    }
    return marks;
  }

  private int positive(int label) {
    return unmarked == 0 ? 1 : label;
  }

  /** Returns a way over each connected part; pixels are neighbours by sides or corners. */
  static List<List<Interaction.Point>> strokes(SliceMask pixels) {
    List<List<Interaction.Point>> strokes = new ArrayList<>();
    BitSet seen = new BitSet();
    for (int i = 0; i < pixels.width() * pixels.height(); i++) {
      if (pixels.contains(i) && !seen.get(i)) {
        strokes.add(way(pixels, i, seen));
      }
    }
    return strokes;
  }

  /** Walks depth first, and back where there is nothing new, as far as the last new pixel. */
  private static List<Interaction.Point> way(SliceMask pixels, int start, BitSet seen) {
    int width = pixels.width();
    List<Interaction.Point> way = new ArrayList<>();
    Deque<Integer> from = new ArrayDeque<>();
    int at = start;
    int lastNew = 0;
    seen.set(start);
    way.add(new Interaction.Point(start % width, Math.floorDiv(start, width)));
    while (true) {
      int next = unseenNeighbour(pixels, at, seen);
      if (next >= 0) {
        from.push(at);
        seen.set(next);
        lastNew = way.size();
        at = next;
      } else if (from.isEmpty()) {
        return List.copyOf(way.subList(0, lastNew + 1));
      } else {
        at = from.pop();
      }
      way.add(new Interaction.Point(at % width, Math.floorDiv(at, width)));
    }
  }

  private static int unseenNeighbour(SliceMask pixels, int at, BitSet seen) {
    int width = pixels.width();
    for (int dv = -1; dv <= 1; dv++) {
      for (int du = -1; du <= 1; du++) {
        int u = at % width + du;
        int v = at / width + dv;
        if (pixels.contains(u, v) && !seen.get(v * width + u)) {
          return v * width + u;
        }
      }
    }
    return -1;
  }
}
