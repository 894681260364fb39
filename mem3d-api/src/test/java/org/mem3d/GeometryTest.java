package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeometryTest {
  @Test
  void worldAndVoxelAreInverse() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("GeometryTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      // A rotation about a random axis, times spacings of 0.1 to 10 mm, some mirrored.
      double[] rows = randomAffine(random);
      Geometry geometry = Geometry.ofAffine(rows);
      double[] voxel = {
        random.nextDouble() * 500, random.nextDouble() * 500, random.nextDouble() * 500
      };
      double[] world = geometry.toWorld(voxel[0], voxel[1], voxel[2]);
      double[] back = geometry.toVoxel(world[0], world[1], world[2]);
      for (int i = 0; i < 3; i++) {
        double expected =
            rows[4 * i] * voxel[0]
                + rows[4 * i + 1] * voxel[1]
                + rows[4 * i + 2] * voxel[2]
                + rows[4 * i + 3];
        assertThat(world[i]).as("seed " + seed).isCloseTo(expected, within(1e-9));
        assertThat(back[i]).as("seed " + seed).isCloseTo(voxel[i], within(1e-6));
      }
      assertThat(geometry.affine()).containsExactly(rows);
      assertThat(geometry)
          .isEqualTo(Geometry.ofAffine(rows))
          .hasSameHashCodeAs(Geometry.ofAffine(rows));
    }
  }

  @Test
  void aVoxelsVolumeIsThatOfItsParallelepiped() {
    assertThat(Geometry.ofSpacing(0.5, 2, 3).voxelVolume()).isEqualTo(3);
    // A shear along y leaves the volume as it is, and makes the third axis longer.
    Geometry sheared = Geometry.ofAffine(1, 0, 0, 0, 0, 1, 4, 0, 0, 0, 3, 0);
    assertThat(sheared.spacing(Axis.Z)).isEqualTo(5);
    assertThat(sheared.voxelVolume()).isEqualTo(3);
    assertThat(Geometry.ofAffine(-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0).voxelVolume()).isEqualTo(2);
  }

  @Test
  void originAndDirections() {
    Geometry geometry = Geometry.ofAffine(0, -2, 0, 7, 3, 0, 0, 8, 0, 0, 4, 9);
    assertThat(geometry.origin()).containsExactly(7, 8, 9);
    assertThat(geometry.direction(Axis.X)).containsExactly(0, 1, 0);
    assertThat(geometry.direction(Axis.Y)).containsExactly(-1, 0, 0);
    assertThat(geometry.direction(Axis.Z)).containsExactly(0, 0, 1);
  }

  @Test
  void equalPlacesAreEqualInWhateverWords() {
    StoredGrid words =
        new StoredGrid() {
          @Override
          public boolean isPlaced() {
            return true;
          }

          @Override
          public List<Geometry> alternatives() {
            return List.of();
          }
        };
    Geometry plain = Geometry.ofSpacing(1, 2, 3);
    Geometry read = plain.withStored(words);
    assertThat(read).isEqualTo(plain).hasSameHashCodeAs(plain);
    assertThat(read.stored()).containsSame(words);
    assertThat(plain.stored()).isEmpty();
    Geometry negativeZero = Geometry.ofAffine(1, -0.0, 0, 0, 0, 2, -0.0, 0, 0, 0, 3, -0.0);
    assertThat(negativeZero).isEqualTo(plain).hasSameHashCodeAs(plain);
  }

  private static double[] randomAffine(Random random) {
    double[] q = new double[4];
    double norm = 0;
    for (int i = 0; i < 4; i++) {
      q[i] = random.nextGaussian();
      norm += q[i] * q[i];
    }
    double s = 2 / norm;
    double[][] rotation = {
      {
        1 - s * (q[2] * q[2] + q[3] * q[3]),
        s * (q[1] * q[2] - q[3] * q[0]),
        s * (q[1] * q[3] + q[2] * q[0])
      },
      {
        s * (q[1] * q[2] + q[3] * q[0]),
        1 - s * (q[1] * q[1] + q[3] * q[3]),
        s * (q[2] * q[3] - q[1] * q[0])
      },
      {
        s * (q[1] * q[3] - q[2] * q[0]),
        s * (q[2] * q[3] + q[1] * q[0]),
        1 - s * (q[1] * q[1] + q[2] * q[2])
      }
    };
    double[] rows = new double[12];
    for (int column = 0; column < 3; column++) {
      double spacing = 0.1 + random.nextDouble() * 9.9;
      double sign = random.nextBoolean() ? 1 : -1;
      for (int row = 0; row < 3; row++) {
        rows[4 * row + column] = rotation[row][column] * spacing * sign;
      }
    }
    for (int row = 0; row < 3; row++) {
      rows[4 * row + 3] = random.nextGaussian() * 200;
    }
    return rows;
  }

  @Test
  void spacingsAreTheLengthsOfTheAxes() {
    Geometry geometry = Geometry.ofAffine(0, 3, 0, 1, -2, 0, 0, 2, 0, 0, 5, 3);
    assertThat(geometry.spacing(Axis.X)).isEqualTo(2);
    assertThat(geometry.spacing(Axis.Y)).isEqualTo(3);
    assertThat(geometry.spacing(Axis.Z)).isEqualTo(5);
    assertThat(geometry).hasToString("2.000x3.000x5.000 mm at (1.000, 2.000, 3.000)");
  }

  @Test
  void theCoarsestAxisIsTheLastOfEqualOnes() {
    assertThat(Geometry.UNIT.coarsestAxis()).isEqualTo(Axis.Z);
    assertThat(Geometry.ofSpacing(2, 2, 1).coarsestAxis()).isEqualTo(Axis.Y);
    assertThat(Geometry.ofSpacing(3, 1, 1).coarsestAxis()).isEqualTo(Axis.X);
    assertThat(Geometry.ofSpacing(1.00001, 1, 1).coarsestAxis()).isEqualTo(Axis.Z);
  }

  @Test
  void affinesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Geometry.ofAffine(1, 2, 3))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("not 3");
    assertThatThrownBy(() -> Geometry.ofSpacing(1, 0, 1))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("positive length");
    assertThatThrownBy(() -> Geometry.ofSpacing(1, Double.NaN, 1))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Geometry.ofAffine(1, 2, 0, 0, 1, 2, 0, 0, 0, 0, 1, 0))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("independent axes");
    assertThatThrownBy(() -> Geometry.ofSpacing(-1, 1, 1))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("-1.0");
  }
}
