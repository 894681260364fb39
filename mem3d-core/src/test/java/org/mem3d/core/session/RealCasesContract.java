package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Precision;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.graph.DType;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * Masks of real volumes (folder {@code shared/data} beside the repository): a backend must give
 * those of the reference backend. A backend's test extends this and returns its provider, which
 * must also be found as a service.
 */
@Tag("slow") // real volumes
public abstract class RealCasesContract {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final double MOST_DIFFERING = 0.001;
  private static final double MOST_DICE_LOST = 0.002;
  private static final double MOST_DICE_LOST_BY_A_CASE = 0.01;
  private static final List<String> CASES =
      List.of(
          "msd_hippocampus/hippocampus_099",
          "msd_hippocampus/hippocampus_160",
          "acdc/patient002_frame01",
          "acdc/patient005_frame01",
          "acdc/patient012_frame01");

  /** Returns the provider of the backend to test; it must be available here. */
  protected abstract BackendProvider provider();

  @Test
  final void masksAreThoseOfTheReferenceBackend() {
    boolean there = Files.isDirectory(DATA);
    if (!there) {
      System.out.println("skipped: no real volumes at " + DATA.toAbsolutePath().normalize());
    }
    assumeTrue(there, "the real volumes are here");
    String name = provider().name();
    try (SegmentationEngine reference = SegmentationEngine.builder().backend("reference").open();
        SegmentationEngine tested =
            SegmentationEngine.builder().backend(name).precision(Precision.FLOAT32).open()) {
      assertThat(tested.backendName()).isEqualTo(name);
      for (String each : CASES) {
        byte[] expected = segmented(reference, each);
        byte[] actual = segmented(tested, each);
        int object = 0;
        int differing = 0;
        for (int i = 0; i < expected.length; i++) {
          object += expected[i];
          differing += expected[i] == actual[i] ? 0 : 1;
        }
        System.out.printf(
            Locale.ROOT, "%s on %s: %d of %d voxels differ%n", each, name, differing, object);
        assertThat(object).as("voxels of the object in " + each).isGreaterThan(500);
        assertThat((double) differing / object)
            .as("share of differing voxels in " + each)
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
    assumeTrue(Files.isDirectory(DATA), "the real volumes are here");
    SegmentationEngine.Builder builder = SegmentationEngine.builder().backend(provider().name());
    try (SegmentationEngine exact = builder.precision(Precision.FLOAT32).open();
        SegmentationEngine fastest = builder.precision(precision).open()) {
      if (precision != Precision.AUTO) {
        assertThat(fastest.precision()).isEqualTo(precision);
        assertThat(fastest.backendName()).isEqualTo(provider().name());
      }
      double loss = 0;
      for (String each : CASES) {
        double expected = diceOfTruth(segmented(exact, each), each);
        double actual = diceOfTruth(segmented(fastest, each), each);
        System.out.printf(
            Locale.ROOT,
            "%s: Dice %.4f, in %s %.4f%n",
            each,
            expected,
            fastest.precision(),
            actual);
        assertThat(actual).as(each).isCloseTo(expected, within(MOST_DICE_LOST_BY_A_CASE));
        loss += (expected - actual) / CASES.size();
      }
      assertThat(loss).as("mean loss of Dice").isLessThan(MOST_DICE_LOST);
    }
  }

  private static double diceOfTruth(byte[] mask, String each) {
    LabelVolume labels = Volumes.readLabels(DATA.resolve(each).resolve("label.nii.gz"));
    byte[] truth = labels.mask(commonest(labels)).toByteArray();
    long both = 0;
    long sum = 0;
    for (int i = 0; i < mask.length; i++) {
      both += mask[i] != 0 && truth[i] != 0 ? 2 : 0;
      sum += (mask[i] != 0 ? 1 : 0) + (truth[i] != 0 ? 1 : 0);
    }
    return (double) both / sum;
  }

  private static int commonest(LabelVolume labels) {
    return IntStream.of(labels.labels())
        .boxed()
        .max(Comparator.comparingLong(labels::count))
        .orElseThrow();
  }

  /** Carries the true mask of the slice on which the case's commonest label is largest. */
  private static byte[] segmented(SegmentationEngine engine, String each) {
    Volume volume = Volumes.open(DATA.resolve(each).resolve("image.nii.gz"));
    LabelVolume labels = Volumes.readLabels(DATA.resolve(each).resolve("label.nii.gz"));
    int label = commonest(labels);
    Axis axis = volume.geometry().coarsestAxis();
    int[] areas = labels.areas(label, axis);
    int largest =
        IntStream.range(0, areas.length).reduce((a, b) -> areas[b] > areas[a] ? b : a).orElse(0);
    try (SegmentationSession session = engine.newSession(volume)) {
      int object = session.addObject("label " + label);
      session.interact(Interaction.mask(object, axis, largest, labels.slice(label, axis, largest)));
      session.propagate();
      Mask mask = session.mask();
      return mask.toByteArray();
    }
  }
}
