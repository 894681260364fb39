package org.mem3d.train.cases;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.core.region.SliceReader;
import org.mem3d.train.region.MergeTree;
import org.mem3d.train.volume.LabelledObjects;
import org.mem3d.train.volume.ObjectChoice;
import org.mem3d.train.volume.Parts;
import org.mem3d.train.volume.RegionObjects;
import org.mem3d.train.volume.ShapeChoice;
import org.mem3d.train.volume.TrainingVolume;

/**
 * A prepared block, mapped into memory: several trainings on one machine share its pages. What is
 * counted of it is counted when it is first drawn. Thread-safe.
 */
public final class PreparedBlock {
  /** Along another axis than the coarsest, slices are no thicker than so many pixels. */
  private static final double ANY_AXIS = 1.6;

  private final String set;
  private final String name;
  private final int blocks;
  private final double[] spacings = new double[3];
  private final @Nullable Volume image;
  private final @Nullable Parts regions;
  private final MergeTree tree;
  private final @Nullable Parts labelled;
  private final int[] labels;
  private final List<Axis> axes = new ArrayList<>();
  private final Map<Axis, SliceReader> readers = new EnumMap<>(Axis.class);
  private @Nullable ObjectChoice regionObjects;
  private @Nullable ObjectChoice labelledObjects;

  private PreparedBlock(ByteBuffer in, String set, String name) throws IOException {
    this.set = set;
    this.name = name;
    int format = in.getInt();
    if (format != BlockWriter.FORMAT) {
      throw new IOException("format " + Integer.toHexString(format));
    }
    blocks = in.getInt();
    int[] sizes = new int[3];
    for (int d = 0; d < 3; d++) {
      sizes[d] = in.getInt();
      spacings[d] = in.getDouble();
    }
    Geometry geometry = Geometry.ofSpacing(spacings[0], spacings[1], spacings[2]);
    Voxels voxels = Voxels.ofBytes(in.getInt());
    int leaves = in.getInt();
    int[] kept = new int[in.getInt()];
    int[] lost = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = in.getInt();
      lost[i] = in.getInt();
    }
    tree = new MergeTree(leaves, kept, lost);
    labels = new int[in.getInt()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = in.getInt();
    }
    int count = sizes[0] * sizes[1] * sizes[2];
    image =
        voxels == Voxels.NONE ? null : image(section(in, count, voxels), voxels, sizes, geometry);
    regions =
        leaves == 0
            ? null
            : new Parts(section(in, count, Voxels.SHORTS).asShortBuffer(), sizes, leaves);
    labelled =
        labels.length == 0
            ? null
            : new Parts(
                section(in, count, Voxels.SHORTS).asShortBuffer(), sizes, labels.length - 1);
    addAxes(geometry);
  }

  static PreparedBlock open(Path file, String set, String name) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return new PreparedBlock(mapped, set, name);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException(file + " is damaged: delete it, and it is made anew", e);
    }
  }

  private static ByteBuffer section(ByteBuffer in, int count, Voxels voxels) {
    int length = Math.multiplyExact(count, voxels.bytes());
    ByteBuffer section = in.slice(in.position(), length);
    in.position(in.position() + length);
    return section;
  }

  private static Volume image(ByteBuffer bytes, Voxels voxels, int[] sizes, Geometry geometry) {
    return switch (voxels) {
      case BYTES -> new MappedVolume(sizes, geometry, i -> bytes.get(i) & 0xff);
      case SHORTS -> {
        ShortBuffer shorts = bytes.asShortBuffer();
        yield new MappedVolume(sizes, geometry, shorts::get);
      }
      default -> {
        FloatBuffer floats = bytes.asFloatBuffer();
        yield new MappedVolume(sizes, geometry, floats::get);
      }
    };
  }

  private void addAxes(Geometry geometry) {
    Axis coarsest = geometry.coarsestAxis();
    double finest =
        Math.min(
            geometry.spacing(Axis.X), Math.min(geometry.spacing(Axis.Y), geometry.spacing(Axis.Z)));
    for (Axis axis : Axis.values()) {
      if (axis == coarsest || geometry.spacing(coarsest) < ANY_AXIS * finest) {
        axes.add(axis);
      }
    }
  }

  /** Returns the name of its set. */
  public String set() {
    return set;
  }

  /** Returns how many blocks its case has. */
  public int blocks() {
    return blocks;
  }

  /** Returns whether there are intensities, not labels alone. */
  public boolean hasImage() {
    return image != null;
  }

  /** Returns whether somebody labelled it. */
  public boolean hasLabels() {
    return labelled != null && labels.length > 1;
  }

  /**
   * Draws an axis and where objects come from.
   *
   * @param labelShare how often they come from the labels, where there are some
   * @throws IllegalStateException if there is no image
   */
  public TrainingVolume draw(double labelShare, SplittableRandom random) {
    Axis axis = axes.get(random.nextInt(axes.size()));
    boolean fromLabels = random.nextDouble() < labelShare && hasLabels();
    Volume intensities = image;
    Parts parts = fromLabels ? labelled : regions;
    if (intensities == null || parts == null) {
      throw new IllegalStateException(name + " has no image");
    }
    return new TrainingVolume(
        name,
        intensities,
        axis,
        reader(intensities, axis),
        parts,
        fromLabels ? labelledObjects() : regionObjects());
  }

  /** Returns the shapes of its labelled objects; null if there are no labels. */
  @Nullable ShapeChoice shapes() {
    Parts parts = labelled;
    return parts == null || !hasLabels()
        ? null
        : new ShapeChoice(parts, labelledObjects(), spacings);
  }

  private synchronized SliceReader reader(Volume intensities, Axis axis) {
    return readers.computeIfAbsent(axis, key -> new SliceReader(intensities, key));
  }

  private synchronized ObjectChoice regionObjects() {
    if (regionObjects == null) {
      if (regions == null) {
        throw new IllegalStateException(name + " has no regions");
      }
      regionObjects = new RegionObjects(regions, tree);
    }
    return regionObjects;
  }

  private synchronized ObjectChoice labelledObjects() {
    if (labelledObjects == null) {
      if (labelled == null) {
        throw new IllegalStateException(name + " has no labels");
      }
      int largest = 0;
      for (int label : labels) {
        largest = Math.max(largest, label);
      }
      labelledObjects = new LabelledObjects(labelled, labels, new short[largest + 1], 0);
    }
    return labelledObjects;
  }

  /** Returns set and name. */
  @Override
  public String toString() {
    return name;
  }
}
