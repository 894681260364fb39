package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mem3dException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** The method around a network that thresholds its first channel. */
class NetworkBaselineTest {
  private static final int X = 50;
  private static final int Y = 44;
  private static final int Z = 9;

  private final SliceMask square =
      SliceMask.of(X, Y, i -> i % X >= 15 && i % X < 35 && i / X >= 12 && i / X < 32);

  /** Says that what is brighter than the middle of the window's range is the object. */
  private static final class Threshold implements VolumeNetwork {
    private int asked;
    private boolean closed;

    @Override
    public float[] segment(float[] input, int depth) {
      asked++;
      assertThat(input).hasSize(NetworkWindow.CHANNELS * depth * NetworkWindow.PLANE);
      float[] probability = new float[depth * NetworkWindow.PLANE];
      for (int i = 0; i < probability.length; i++) {
        probability[i] = input[i] > 0 ? 1 : 0;
      }
      return probability;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Volume image() {
    float[] voxels = new float[X * Y * Z];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = square.contains(i % (X * Y)) && i / (X * Y) > 1 ? 200 : 40;
    }
    return Volume.ofFloats(voxels, X, Y, Z, Geometry.ofSpacing(1, 1, 3));
  }

  @Test
  void theNetworksAnswerIsBroughtBackAndAnnotatedSlicesKeepTheirMasks() {
    SliceMask odd = SliceMask.of(X, Y, i -> i % X > 45);
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    known.put(0, Seeds.ofMask(SliceMask.empty(X, Y)));
    known.put(4, Seeds.ofMask(square));
    known.put(7, Seeds.ofMask(odd));
    Threshold network = new Threshold();
    try (NetworkBaseline baseline = new NetworkBaseline(network)) {
      assertThat(baseline.method()).isEqualTo("unet3d");
      List<SliceMask> masks = baseline.segment(new AnnotatedVolume(image(), Axis.Z, known));
      assertThat(masks).hasSize(Z);
      for (int slice = 0; slice < Z; slice++) {
        SliceMask wanted = slice < 2 ? SliceMask.empty(X, Y) : slice == 7 ? odd : square;
        assertThat(masks.get(slice)).as("slice %d", slice).isEqualTo(wanted);
      }
    }
    assertThat(network.asked).isEqualTo(1);
    assertThat(network.closed).isTrue();
  }

  @Test
  void fromASliceWithoutTheObjectNothingComesAndNobodyIsAsked() {
    Threshold network = new Threshold();
    TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(3, Seeds.ofMask(SliceMask.empty(X, Y))));
    try (NetworkBaseline baseline = new NetworkBaseline(network)) {
      assertThat(baseline.segment(new AnnotatedVolume(image(), Axis.Z, known)))
          .hasSize(Z)
          .allMatch(SliceMask::isEmpty);
    }
    assertThat(network.asked).isZero();
  }

  @Test
  void marksAloneWillNotDo() {
    SliceMask dot = SliceMask.of(X, Y, i -> i == 20 * X + 20);
    Seeds marks = new Seeds(dot, SliceMask.empty(X, Y));
    TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(3, marks));
    try (NetworkBaseline baseline = new NetworkBaseline(new Threshold())) {
      assertThat(baseline.needsWholeMasks()).isTrue();
      assertThatThrownBy(() -> baseline.segment(new AnnotatedVolume(image(), Axis.Z, known)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("slice 3");
    }
  }

  @Test
  void withoutAProviderTheRemedyIsNamed() {
    assertThatThrownBy(() -> NetworkBaseline.open(Path.of("any.safetensors"), 1))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("mem3d-train")
        .hasMessageContaining("--unet");
  }
}
