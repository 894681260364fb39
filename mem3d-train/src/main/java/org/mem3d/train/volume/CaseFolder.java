package org.mem3d.train.volume;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mem3d.Axis;
import org.mem3d.GridException;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.eval.Dataset;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/**
 * A user's own labelled volumes, to fine-tune on: a folder of cases as {@link Dataset} finds them.
 * A few are held in memory at a time and take turns.
 */
public final class CaseFolder implements VolumeSource {
  private static final int HELD = 24;
  private static final int STEPS_A_CASE = 8;
  private static final int MOST_LABELS = Short.MAX_VALUE - 1;

  private final Path directory;
  private final List<Dataset.Case> cases;
  private final Map<Integer, LabelledVolume> held = new TreeMap<>();

  /**
   * Finds the cases; reads none yet.
   *
   * @throws Mem3dException if there are none
   */
  public CaseFolder(Path directory) {
    this.directory = directory;
    this.cases = Dataset.in(directory).cases();
  }

  @Override
  public List<LabelledVolume> at(long step) {
    int count = Math.min(HELD, cases.size());
    int begin = (int) (step / STEPS_A_CASE % cases.size());
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add((begin + i) % cases.size());
    }
    held.keySet().retainAll(numbers);
    List<LabelledVolume> volumes = new ArrayList<>();
    for (int number : numbers) {
      volumes.add(held.computeIfAbsent(number, key -> read(cases.get(key))));
    }
    return volumes;
  }

  private static LabelledVolume read(Dataset.Case each) {
    Volume image = Volumes.open(each.image());
    LabelVolume labels;
    try {
      labels = each.readLabels(image.grid());
    } catch (GridException e) {
      throw new Mem3dException(each + ": " + e.getMessage(), e);
    }
    short[] values = new short[image.sizeX() * image.sizeY() * image.sizeZ()];
    int[] slice = new int[image.sliceSize(Axis.Z)];
    short largest = 0;
    for (int z = 0; z < labels.sizeZ(); z++) {
      labels.readSlice(Axis.Z, z, slice);
      for (int i = 0; i < slice.length; i++) {
        int label = slice[i];
        if (label < 0 || label > MOST_LABELS) {
          throw new Mem3dException(each + ": label " + label + ", at most " + MOST_LABELS);
        }
        values[z * slice.length + i] = (short) label;
        largest = (short) Math.max(largest, label);
      }
    }
    return new LabelledVolume(
        image, image.geometry().coarsestAxis(), values, new short[largest + 1], 0);
  }

  @Override
  public String describe() {
    return cases.size() + " volumes in " + directory;
  }

  @Override
  public void close() {
    held.clear();
  }
}
