package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Masks that keep what is labelled alone are those of an array. */
class MaskTest {
  private static final int X = 7;
  private static final int Y = 5;
  private static final int Z = 6;
  private static final Geometry GEOMETRY = Geometry.ofSpacing(1, 2, 3);
  private static final Grid GRID = new Grid(X, Y, Z, GEOMETRY);

  /** Labels in boxes of some planes, a plane without any among them. */
  private static byte[] labels(long seed) {
    Random random = new Random(seed);
    byte[] labels = new byte[X * Y * Z];
    for (int z = 0; z < Z; z++) {
      int count = z == 2 ? 0 : random.nextInt(6);
      for (int i = 0; i < count; i++) {
        labels[(z * Y + random.nextInt(Y)) * X + random.nextInt(X)] = (byte) random.nextInt(256);
      }
    }
    return labels;
  }

  private static Mask sparse(byte[] labels) {
    return Mask.of((z, plane) -> System.arraycopy(labels, z * X * Y, plane, 0, X * Y), GRID);
  }

  @Test
  void anArrayAndPlanesMakeTheSameMask() {
    long first = System.nanoTime();
    System.out.println("masks: seeds from " + first);
    for (long seed = first; seed < first + 200; seed++) {
      byte[] labels = labels(seed);
      Mask dense = new Mask(X, Y, Z, GEOMETRY, labels);
      Mask sparse = sparse(labels);
      String which = "seed " + seed;
      assertThat(sparse).as(which).isEqualTo(dense).hasSameHashCodeAs(dense);
      assertThat(dense).as(which).isEqualTo(sparse);
      assertThat(sparse.toByteArray()).as(which).isEqualTo(labels);
      assertThat(dense.toByteArray()).as(which).isEqualTo(labels);
      for (int label : new int[] {0, labels[3] & 0xff, 200}) {
        assertThat(sparse.count(label)).as(which).isEqualTo(dense.count(label));
      }
      for (Axis axis : Axis.values()) {
        for (int index = 0; index < GRID.size(axis); index++) {
          requireSameSlices(sparse, dense, axis, index, which);
        }
      }
      for (int i = 0; i < labels.length; i++) {
        int label = sparse.label(i % X, i / X % Y, i / X / Y);
        assertThat(label).as(which).isEqualTo(labels[i] & 0xff);
      }
    }
  }

  private static void requireSameSlices(
      Mask sparse, Mask dense, Axis axis, int index, String which) {
    byte[] one = new byte[X * Y * Z];
    byte[] other = new byte[X * Y * Z];
    Arrays.fill(one, (byte) 77);
    Arrays.fill(other, (byte) 77);
    sparse.readSlice(axis, index, one);
    dense.readSlice(axis, index, other);
    assertThat(one).as("%s, %s=%d", which, axis, index).isEqualTo(other);
    float[] values = new float[X * Y * Z];
    float[] otherValues = new float[X * Y * Z];
    Arrays.fill(values, 77);
    Arrays.fill(otherValues, 77);
    sparse.asVolume().readSlice(axis, index, values);
    dense.asVolume().readSlice(axis, index, otherValues);
    assertThat(values).as("%s, %s=%d", which, axis, index).isEqualTo(otherValues);
  }

  @Test
  void masksOfOtherLabelsDiffer() {
    byte[] labels = labels(3);
    labels[10] = 0;
    Mask mask = sparse(labels);
    labels[10] = 9;
    Mask other = new Mask(X, Y, Z, GEOMETRY, labels);
    assertThat(mask).isNotEqualTo(other);
    assertThat(other).isNotEqualTo(mask);
    assertThat(mask.hasSamePlane(other, 0)).isFalse();
    assertThat(mask.hasSamePlane(other, 1)).isTrue();
    assertThat(mask).isNotEqualTo(Mask.empty(GRID)).isNotEqualTo("a mask");
    Mask elsewhere = Mask.of((z, plane) -> mask.readSlice(Axis.Z, z, plane), elsewhere());
    assertThat(elsewhere).isNotEqualTo(mask);
  }

  private static Grid elsewhere() {
    return new Grid(X, Y, Z, Geometry.ofSpacing(1, 2, 4));
  }

  @Test
  void planesAreReplacedAndTheOthersShared() {
    byte[] labels = labels(5);
    Mask mask = sparse(labels);
    Mask changed = mask.withPlanes(IntStream.of(1, 4), (z, plane) -> Arrays.fill(plane, (byte) z));
    for (int z = 0; z < Z; z++) {
      boolean replaced = z == 1 || z == 4;
      assertThat(changed.hasSamePlane(mask, z)).isEqualTo(!replaced);
      assertThat(changed.slice(z, Axis.Z, z).area())
          .isEqualTo(replaced ? X * Y : mask.slice(z, Axis.Z, z).area());
    }
    assertThat(mask).as("the first is as it was").isEqualTo(new Mask(X, Y, Z, GEOMETRY, labels));
    assertThatThrownBy(() -> mask.withPlanes(IntStream.of(Z), (z, plane) -> {}))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("Z=6");
  }

  @Test
  void gridsInAnotherOrderAreTurned() {
    byte[] labels = labels(8);
    // x and z change places, and y counts the other way.
    Grid turned =
        new Grid(Z, Y, X, Geometry.ofAffine(0, 0, 1, 0, 0, -2, 0, 2.0 * (Y - 1), 3, 0, 0, 0));
    Mask there = sparse(labels).onGrid(turned, GridCheck.PLACE);
    for (int z = 0; z < Z; z++) {
      for (int y = 0; y < Y; y++) {
        for (int x = 0; x < X; x++) {
          assertThat(there.label(z, Y - 1 - y, x)).isEqualTo(labels[(z * Y + y) * X + x] & 0xff);
        }
      }
    }
    assertThat(there.grid()).isEqualTo(turned);
    assertThat(there.onGrid(GRID, GridCheck.PLACE)).isEqualTo(sparse(labels));
  }

  @Test
  void aMaskHasMoreVoxelsThanAnArrayCanHold() {
    Grid large = new Grid(20_000, 20_000, 8, Geometry.UNIT);
    Mask mask =
        Mask.empty(large)
            .withPlanes(IntStream.of(7), (z, plane) -> plane[19_999 * 20_000 + 19_998] = 3);
    assertThat(mask.count(3)).isOne();
    assertThat(mask.count(0)).isEqualTo(3_200_000_000L - 1);
    assertThat(mask.label(19_998, 19_999, 7)).isEqualTo(3);
    assertThat(mask.slice(3, Axis.X, 19_998).area()).isOne();
    assertThatThrownBy(mask::toByteArray)
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("20000x20000x8")
        .hasMessageContaining("by slices or boxes");
    Grid broad = new Grid(1 << 16, 1 << 16, 1, Geometry.UNIT);
    assertThatThrownBy(() -> Mask.of((z, plane) -> {}, broad))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("65536x65536");
  }

  @Test
  void aVolumeKeepsWhatIsNotZero() {
    byte[] bytes = labels(11);
    Volume volume =
        Volume.ofUnsignedBytes(
            (z, plane) -> System.arraycopy(bytes, z * X * Y, plane, 0, X * Y), GRID);
    Volume all = Volume.ofUnsignedBytes(bytes, X, Y, Z, GEOMETRY);
    assertThat(volume.grid()).isEqualTo(GRID);
    for (Axis axis : Axis.values()) {
      float[] one = new float[volume.sliceSize(axis)];
      float[] other = new float[one.length];
      for (int index = 0; index < volume.size(axis); index++) {
        volume.readSlice(axis, index, one);
        all.readSlice(axis, index, other);
        assertThat(one).as("%s=%d", axis, index).isEqualTo(other);
      }
    }
  }
}
