package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Precision;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.graph.DType;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * Masks of whole volumes: a backend must give those of the reference backend. One volume is made
 * up; real ones come with it where the folder {@code shared/data} is beside the repository. A
 * backend's test extends this and returns its provider, which must also be found as a service.
 */
@Tag("slow") // real volumes
public abstract class RealCasesContract {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final double MOST_DIFFERING = 0.001;
  private static final double MOST_DICE_LOST = 0.002;
  private static final double MOST_DICE_LOST_BY_A_CASE = 0.01;
  private static final List<String> REAL =
      List.of(
          "msd_hippocampus/hippocampus_099",
          "msd_hippocampus/hippocampus_160",
          "acdc/patient002_frame01",
          "acdc/patient005_frame01",
          "acdc/patient012_frame01");

  /**
   * A volume with the true mask of one slice, and the truth.
   *
   * @param truth voxels of the object, x fastest, as 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(
      String name, Volume volume, Axis axis, int slice, SliceMask mask, byte[] truth) {

    static Case madeUp() {
      Phantom phantom = Phantom.tall();
      Volume volume = phantom.volume();
      byte[] truth = new byte[Phantom.SIZE_X * Phantom.SIZE_Y * phantom.sizeZ()];
      for (int i = 0; i < truth.length; i++) {
        int row = Math.floorDiv(i, Phantom.SIZE_X);
        int z = Math.floorDiv(row, Phantom.SIZE_Y);
        truth[i] = (byte) phantom.label(i % Phantom.SIZE_X, row % Phantom.SIZE_Y, z);
      }
      return new Case("made-up", volume, Axis.Z, 6, phantom.truth(1, 6), truth);
    }

    /** The commonest label, on the slice on which it is largest. */
    static Case real(Path folder) {
      Volume volume = Volumes.open(folder.resolve("image.nii.gz"));
      LabelVolume labels = Volumes.readLabels(folder.resolve("label.nii.gz"));
      int label =
          IntStream.of(labels.labels())
              .boxed()
              .max(Comparator.comparingLong(labels::count))
              .orElseThrow();
      Axis axis = volume.geometry().coarsestAxis();
      int[] areas = labels.areas(label, axis);
      int largest =
          IntStream.range(0, areas.length).reduce((a, b) -> areas[b] > areas[a] ? b : a).orElse(0);
      return new Case(
          String.valueOf(folder.getFileName()),
          volume,
          axis,
          largest,
          labels.slice(label, axis, largest),
          labels.mask(label).toByteArray());
    }

    /** Carries the true mask of the slice to all others. */
    byte[] segmented(SegmentationEngine engine) {
      try (SegmentationSession session = engine.newSession(volume)) {
        int object = session.addObject("object");
        session.interact(Interaction.mask(object, axis, slice, mask));
        session.propagate();
        return session.mask().toByteArray();
      }
    }

    double dice(byte[] segmented) {
      long both = 0;
      long sum = 0;
      for (int i = 0; i < segmented.length; i++) {
        both += segmented[i] != 0 && truth[i] != 0 ? 2 : 0;
        sum += (segmented[i] != 0 ? 1 : 0) + (truth[i] != 0 ? 1 : 0);
      }
      return (double) both / sum;
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>(List.of(Case.madeUp()));
    if (Files.isDirectory(DATA)) {
      REAL.forEach(name -> cases.add(Case.real(DATA.resolve(name))));
    } else {
      System.out.println("the made-up volume alone: no " + DATA.toAbsolutePath().normalize());
    }
    return cases;
  }

  /** Returns the provider of the backend to test; it must be available here. */
  protected abstract BackendProvider provider();

  @Test
  final void masksAreThoseOfTheReferenceBackend() {
    String name = provider().name();
    List<Case> cases = cases();
    try (SegmentationEngine reference = SegmentationEngine.builder().backend("reference").open();
        SegmentationEngine tested =
            SegmentationEngine.builder().backend(name).precision(Precision.FLOAT32).open()) {
      assertThat(tested.backendName()).isEqualTo(name);
      for (Case each : cases) {
        byte[] expected = each.segmented(reference);
        byte[] actual = each.segmented(tested);
        int object = 0;
        int differing = 0;
        for (int i = 0; i < expected.length; i++) {
          object += expected[i];
          differing += expected[i] == actual[i] ? 0 : 1;
        }
        System.out.printf(
            Locale.ROOT, "%s on %s: %d of %d voxels differ%n", each.name, name, differing, object);
        assertThat(object).as("voxels of the object in " + each.name).isGreaterThan(500);
        assertThat((double) differing / object)
            .as("share of differing voxels in " + each.name)
            .isLessThan(MOST_DIFFERING);
      }
    }
  }

  @Test
  final void theAutomaticPrecisionCostsNoDice() {
    requireNoDiceLost(Precision.AUTO);
  }

  @Test
  final void float16CostsNoDice() {
    boolean supported;
    try (Backend backend = provider().open(BackendOptions.DEFAULT)) {
      supported =
          MemoryModel.graphs().stream()
              .flatMap(graph -> graph.nodes().stream())
              .allMatch(node -> backend.supports(node, DType.F16));
    }
    assumeTrue(supported, "the backend computes in float16");
    requireNoDiceLost(Precision.FLOAT16);
  }

  private void requireNoDiceLost(Precision precision) {
    List<Case> cases = cases();
    SegmentationEngine.Builder builder = SegmentationEngine.builder().backend(provider().name());
    try (SegmentationEngine exact = builder.precision(Precision.FLOAT32).open();
        SegmentationEngine fastest = builder.precision(precision).open()) {
      if (precision != Precision.AUTO) {
        assertThat(fastest.precision()).isEqualTo(precision);
        assertThat(fastest.backendName()).isEqualTo(provider().name());
      }
      double loss = 0;
      for (Case each : cases) {
        double expected = each.dice(each.segmented(exact));
        double actual = each.dice(each.segmented(fastest));
        System.out.printf(
            Locale.ROOT,
            "%s: Dice %.4f, in %s %.4f%n",
            each.name,
            expected,
            fastest.precision(),
            actual);
        assertThat(actual).as(each.name).isCloseTo(expected, within(MOST_DICE_LOST_BY_A_CASE));
        loss += (expected - actual) / cases.size();
      }
      assertThat(loss).as("mean loss of Dice").isLessThan(MOST_DICE_LOST);
    }
  }
}
