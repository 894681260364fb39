package org.mem3d.cli;

import java.nio.file.Path;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** A bright ball in front of a dark ground, 40x36x14 voxels; label 3 in the label file. */
final class TestVolumes {
  static final int X = 40;
  static final int Y = 36;
  static final int Z = 14;

  private TestVolumes() {}

  static float[] ball() {
    float[] voxels = new float[X * Y * Z];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = inBall(i) ? 200 : 20 + i % 7;
    }
    return voxels;
  }

  static boolean inBall(int i) {
    int x = i % X;
    int y = Math.floorDiv(i, X) % Y;
    int z = Math.floorDiv(i, X * Y);
    double dx = (x - 20) / 9.0;
    double dy = (y - 18) / 9.0;
    double dz = (z - 7) / 4.0;
    return dx * dx + dy * dy + dz * dz <= 1;
  }

  static void writeImage(Path file, float[] voxels) {
    Volumes.write(file, Volume.ofFloats(voxels, X, Y, Z, Geometry.ofSpacing(1, 1, 2)));
  }

  static void writeLabels(Path file) {
    writeLabels(file, 3, 3);
  }

  /** Writes the ball with one label on its left half and one on its right. */
  static void writeLabels(Path file, int left, int right) {
    byte[] labels = new byte[X * Y * Z];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (inBall(i) ? i % X < X / 2 ? left : right : 0);
    }
    Volume volume = Volume.ofUnsignedBytes(labels, X, Y, Z, Geometry.ofSpacing(1, 1, 2));
    Volumes.write(file, volume, VoxelType.UINT8);
  }
}
