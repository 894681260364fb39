package org.mem3d.train.volume;

import java.util.Arrays;
import org.mem3d.Axis;

/**
 * What of each piece of a volume lies on which slice along one axis: its voxels there and the box
 * around them. Immutable.
 */
public final class PartSlices {
  /** Slice, voxels, first u, first v, last u, last v. */
  private static final int FIELDS = 6;

  private final int[] starts;
  private final int[] entries;

  private PartSlices(int[] starts, int[] entries) {
    this.starts = starts;
    this.entries = entries;
  }

  static PartSlices of(Parts parts, Axis axis) {
    int slices = parts.size(axis);
    int sizeU = parts.size(axis.u());
    int sizeV = parts.size(axis.v());
    int stepU = parts.step(axis.u());
    int stepV = parts.step(axis.v());
    int count = parts.count();
    int[] areas = new int[count + 1];
    int[] boxes = new int[4 * (count + 1)];
    int[] met = new int[count + 1];
    int[] perPart = new int[count + 2];
    // Slice by slice first, then ordered by piece.
    int[] found = new int[1 << 12];
    int filled = 0;
    for (int slice = 0; slice < slices; slice++) {
      int known = 0;
      int base = slice * parts.step(axis);
      for (int v = 0; v < sizeV; v++) {
        int voxel = base + v * stepV;
        for (int u = 0; u < sizeU; u++, voxel += stepU) {
          int part = parts.at(voxel);
          if (part == 0) {
            continue;
          }
          int box = 4 * part;
          if (areas[part]++ == 0) {
            met[known++] = part;
            boxes[box] = u;
            boxes[box + 1] = v;
            boxes[box + 2] = u;
            boxes[box + 3] = v;
          } else {
            boxes[box] = Math.min(boxes[box], u);
            boxes[box + 2] = Math.max(boxes[box + 2], u);
            boxes[box + 3] = v;
          }
        }
      }
      for (int i = 0; i < known; i++) {
        int part = met[i];
        if (filled + FIELDS + 1 > found.length) {
          found = Arrays.copyOf(found, 2 * found.length);
        }
        found[filled] = part;
        found[filled + 1] = slice;
        found[filled + 2] = areas[part];
        System.arraycopy(boxes, 4 * part, found, filled + 3, 4);
        filled += FIELDS + 1;
        perPart[part + 1]++;
        areas[part] = 0;
      }
    }
    for (int part = 0; part <= count; part++) {
      perPart[part + 1] += perPart[part];
    }
    int[] next = perPart.clone();
    int[] entries = new int[filled / (FIELDS + 1) * FIELDS];
    for (int at = 0; at < filled; at += FIELDS + 1) {
      int place = next[found[at]]++;
      System.arraycopy(found, at + 1, entries, place * FIELDS, FIELDS);
    }
    return new PartSlices(perPart, entries);
  }

  /** Returns the first entry of a piece; those up to the next piece's first are its own. */
  public int first(int part) {
    return starts[part];
  }

  /** Returns the slice of an entry; a piece's entries are in the order of slices. */
  public int slice(int entry) {
    return entries[entry * FIELDS];
  }

  /** Returns the voxels of an entry. */
  public int area(int entry) {
    return entries[entry * FIELDS + 1];
  }

  /** Returns first u, first v, last u or last v of an entry's box, by 0 to 3. */
  public int bound(int entry, int side) {
    return entries[entry * FIELDS + 2 + side];
  }

  /** Returns a piece's voxels. */
  public int voxels(int part) {
    int voxels = 0;
    for (int entry = starts[part]; entry < starts[part + 1]; entry++) {
      voxels += area(entry);
    }
    return voxels;
  }
}
