package org.mem3d.train.cases;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.file.WholeFile;
import org.mem3d.train.region.IntensityGrid;
import org.mem3d.train.region.Regions;
import org.mem3d.train.volume.ConnectedParts;

/**
 * Writes a prepared block: a header of big-endian numbers, the merges of the regions, the labels of
 * the connected parts, then what is one number a voxel, so that it can be mapped. Stateless.
 */
final class BlockWriter {
  static final int FORMAT = 0x6d336401;

  private BlockWriter() {}

  /** Writes a file, which is there when it is whole. */
  static void write(
      Path file,
      int blocks,
      Volume grid,
      @Nullable IntensityGrid image,
      @Nullable Regions regions,
      @Nullable ConnectedParts parts)
      throws IOException {
    WholeFile.write(
        file,
        stream -> {
          DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
          write(out, blocks, grid, image, regions, parts);
          out.flush();
        });
  }

  private static void write(
      DataOutputStream out,
      int blocks,
      Volume grid,
      @Nullable IntensityGrid image,
      @Nullable Regions regions,
      @Nullable ConnectedParts parts)
      throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(blocks);
    for (Axis axis : Axis.values()) {
      out.writeInt(grid.size(axis));
      out.writeDouble(grid.geometry().spacing(axis));
    }
    Voxels voxels = image == null ? Voxels.NONE : Voxels.of(image.values());
    out.writeInt(voxels.bytes());
    int[] kept = regions == null ? new int[0] : regions.tree().kept();
    int[] lost = regions == null ? new int[0] : regions.tree().lost();
    out.writeInt(regions == null ? 0 : regions.tree().leaves());
    out.writeInt(kept.length);
    for (int i = 0; i < kept.length; i++) {
      out.writeInt(kept[i]);
      out.writeInt(lost[i]);
    }
    int[] labels = parts == null ? new int[0] : parts.labels();
    out.writeInt(labels.length);
    for (int label : labels) {
      out.writeInt(label);
    }
    if (image != null) {
      for (float value : image.values()) {
        switch (voxels) {
          case BYTES -> out.writeByte((int) value);
          case SHORTS -> out.writeShort((int) value);
          default -> out.writeFloat(value);
        }
      }
    }
    if (regions != null) {
      for (int number : regions.numbers()) {
        out.writeShort(number + 1);
      }
    }
    if (parts != null) {
      for (short number : parts.numbers()) {
        out.writeShort(number);
      }
    }
  }
}
