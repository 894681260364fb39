package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.core.region.IntensityRange;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.SliceRectangle;
import org.mem3d.train.volume.TrainingVolume;

/**
 * A volume and its object as one sample sees them: slices along z whatever the volume's axis is,
 * cropped, turned or mirrored, the object pasted where it is another volume's, intensities changed.
 * The engine's own reader reads it. Belongs to one thread.
 */
final class Scene {
  /** Pixels of which the range of the changed intensities is measured, on each of two slices. */
  private static final int MEASURED = 4096;

  /** How much of an object may lie outside a field of view. */
  private static final double MOST_HIDDEN = 0.1;

  private final Target target;
  private final TrainingVolume volume;
  private final Appearance appearance;
  private final boolean padded;
  private final int turn;
  private final int sizeU;
  private final int sizeV;

  /** What is seen of the slices. */
  private final SliceRectangle crop;

  private final IntensityRange before;
  private final SliceReader reader;

  /**
   * Makes a scene.
   *
   * @param slice one of those that will be looked at
   */
  Scene(Target target, AppearanceSettings settings, int slice, SplittableRandom random) {
    this.target = target;
    this.volume = target.volume();
    this.appearance = new Appearance(settings, random);
    this.turn = random.nextDouble() < settings.turned ? random.nextInt(8) : 0;
    this.sizeU = volume.image().size(volume.axis().u());
    this.sizeV = volume.image().size(volume.axis().v());
    this.crop = appearance.crop(target.bounds(), sizeU, sizeV);
    this.before = volume.reader().range();
    this.padded = appearance.isPadded() && hidden(slice) <= MOST_HIDDEN * target.area(slice);
    Seen seen = new Seen();
    this.reader = new SliceReader(seen, Axis.Z, measured(seen, slice, random));
  }

  /** Reads the slices. */
  SliceReader reader() {
    return reader;
  }

  int area(int slice) {
    return target.area(slice);
  }

  private boolean transposed() {
    return (turn & 4) != 0;
  }

  int width() {
    return transposed() ? crop.height() : crop.width();
  }

  int height() {
    return transposed() ? crop.width() : crop.height();
  }

  /** Returns which pixel of the volume's slice comes to a place of the turned one. */
  private int from(int place) {
    int a = place % width();
    int b = place / width();
    int u = transposed() ? b : a;
    int v = transposed() ? a : b;
    u = (turn & 1) == 0 ? u : crop.width() - 1 - u;
    v = (turn & 2) == 0 ? v : crop.height() - 1 - v;
    return (crop.lowV() + v) * sizeU + crop.lowU() + u;
  }

  /** Returns how many of the object's pixels on a slice are outside the field of view. */
  private int hidden(int slice) {
    int hidden = 0;
    float[] plane = target.plane(slice);
    for (int i = 0; i < plane.length; i++) {
      hidden += plane[i] > 0 && outside(i) ? 1 : 0;
    }
    return hidden;
  }

  private boolean outside(int pixel) {
    int row = pixel / sizeU;
    return appearance.isPadding(pixel % sizeU, row, sizeU, sizeV);
  }

  /** Returns the object's mask on a slice: what the field of view shows of it. */
  SliceMask mask(int slice) {
    if (!target.isOn(slice)) {
      return SliceMask.empty(width(), height());
    }
    float[] plane = plane(slice);
    return SliceMask.of(width(), height(), i -> plane[i] > 0);
  }

  /** Returns the mask as 1 inside, 0 outside. */
  float[] plane(int slice) {
    float[] plane = target.plane(slice);
    float[] turned = new float[width() * height()];
    for (int i = 0; i < turned.length; i++) {
      int pixel = from(i);
      turned[i] = padded && plane[pixel] > 0 && outside(pixel) ? 0 : plane[pixel];
    }
    return turned;
  }

  private IntensityRange measured(Seen seen, int slice, SplittableRandom random) {
    int other = random.nextInt(volume.slices());
    float[] plane = new float[width() * height()];
    int every = Math.max(1, plane.length / MEASURED);
    int count = plane.length / every;
    float[] values = new float[2 * count];
    for (int half = 0; half < 2; half++) {
      seen.readSlice(Axis.Z, half == 0 ? slice : other, plane);
      for (int i = 0; i < count; i++) {
        values[half * count + i] = plane[i * every];
      }
    }
    return IntensityRange.of(Volume.ofFloats(values, values.length, 1, 1, Geometry.UNIT));
  }

  /** Reads a slice of the volume, with what is pasted into it. */
  private float[] read(int slice) {
    float[] values = new float[sizeU * sizeV];
    volume.image().readSlice(volume.axis(), slice, values);
    @Nullable Pasted pasted = target.pasted();
    if (pasted != null) {
      double mean = 0.5 * (before.low() + before.high());
      double deviation = 0.25 * (before.high() - before.low());
      pasted.paint(slice, values, sizeU, sizeV, mean, deviation);
    }
    return values;
  }

  /** The slices as they are seen. */
  private final class Seen implements Volume {
    @Override
    public int sizeX() {
      return width();
    }

    @Override
    public int sizeY() {
      return height();
    }

    @Override
    public int sizeZ() {
      return volume.slices();
    }

    @Override
    public Geometry geometry() {
      Geometry geometry = volume.image().geometry();
      double u = geometry.spacing(volume.axis().u());
      double v = geometry.spacing(volume.axis().v());
      return Geometry.ofSpacing(
          transposed() ? v : u, transposed() ? u : v, geometry.spacing(volume.axis()));
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      if (axis != Axis.Z) {
        throw new VolumeException("a sample is seen along z, not along " + axis);
      }
      float[] raw = read(index);
      float[] values = raw.clone();
      mixNeighbours(index, values);
      float low = before.low();
      float range = Math.max(before.high() - low, Float.MIN_NORMAL);
      for (int i = 0; i < values.length; i++) {
        values[i] = isImage(raw[i]) ? (values[i] - low) / range : 0;
      }
      appearance.apply(values, sizeU, sizeV, index);
      for (int i = 0; i < values.length; i++) {
        // What was no image before is none now.
        raw[i] =
            !isImage(raw[i])
                ? raw[i]
                : low + range * (padded && outside(i) ? appearance.paddingValue() : values[i]);
      }
      for (int i = 0; i < slice.length; i++) {
        slice[i] = raw[from(i)];
      }
    }

    private boolean isImage(float value) {
      // False for NaN too.
      return value >= before.floor() && value <= before.ceiling();
    }

    private void mixNeighbours(int index, float[] values) {
      float share = (float) appearance.thick();
      if (share == 0) {
        return;
      }
      float[] lower = read(Math.max(0, index - 1));
      float[] upper = read(Math.min(volume.slices() - 1, index + 1));
      for (int i = 0; i < values.length; i++) {
        values[i] += share * (lower[i] + upper[i] - 2 * values[i]);
      }
    }
  }
}
