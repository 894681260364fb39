package org.mem3d.eval.baseline;

import java.util.BitSet;

/** Small grids for tests. */
final class Grids {
  private Grids() {}

  /** Makes a row of voxels along one direction; {@code o}, {@code b} and {@code .} are seeds. */
  static SeededGrid row(int direction, double spacing, String seeds, float... intensities) {
    int[] sizes = {1, 1, 1};
    sizes[direction] = seeds.length();
    double[] spacings = {1, 1, 1};
    spacings[direction] = spacing;
    byte[] values = new byte[seeds.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (seeds.charAt(i)) {
            case 'o' -> SeededGrid.OBJECT;
            case 'b' -> SeededGrid.BACKGROUND;
            default -> 0;
          };
    }
    return new SeededGrid(sizes, spacings, intensities, values);
  }

  /** Returns which voxels are inside as o, the others as points. */
  static String text(BitSet inside, int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(inside.get(i) ? 'o' : '.');
    }
    return text.toString();
  }
}
