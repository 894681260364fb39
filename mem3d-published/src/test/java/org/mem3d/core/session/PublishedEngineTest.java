package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.ModelException;
import org.mem3d.Profile;
import org.mem3d.PropagationReport;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceQuality;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.graph.DType;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;

/**
 * Sessions on a published memory network with formula-made weights, at a small input: the masks
 * mean nothing, but all slices are reached, by the rules of the profile.
 */
@Tag("slow") // published networks
class PublishedEngineTest {
  private static final int SIDE = 32;
  private static final Phantom PHANTOM = Phantom.flat();

  @TempDir static Path directory = Path.of(".");

  @BeforeAll
  static void writeWeights() {
    write(Architecture.MEM3D_SAQ);
    write(Architecture.MEM3D_STM);
    write(Architecture.IOG);
  }

  private static void write(Architecture architecture) {
    FormulaWeights weights =
        new FormulaWeights(new Formula(0), architecture.manifest(4).parameters());
    SafetensorsWriter.write(file(architecture), weights, Map.of(), DType.BF16);
  }

  private static Path file(Architecture architecture) {
    return directory.resolve(architecture.text() + ".safetensors");
  }

  private static SegmentationEngine open(
      Architecture architecture, @Nullable Profile profile, int slots) {
    ModelFiles files =
        ModelFiles.open(file(architecture), PublishedEngineTest.class.getClassLoader());
    Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    EngineSettings settings =
        EngineSettings.DEFAULT
            .withPropagation(PropagationSettings.DEFAULT.withMemorySlots(slots))
            .withPublishedSide(SIDE);
    return new CoreEngine(
        backend, files, profile == null ? settings : settings.withProfile(profile));
  }

  @ParameterizedTest
  @CsvSource({
    "MEM3D_STM, OFFICIAL_CODE, 1",
    "MEM3D_SAQ, OFFICIAL_CODE, 5",
    "MEM3D_STM, OFFICIAL_CODE, 20",
    "MEM3D_STM, PAPER, 1",
    "MEM3D_STM, PAPER, 5",
    "MEM3D_SAQ, PAPER, 20"
  })
  void everySliceIsReached(Architecture architecture, Profile profile, int slots) {
    try (SegmentationEngine engine = open(architecture, profile, slots);
        SegmentationSession session = engine.newSession(PHANTOM.volume())) {
      int object = session.addObject("ball");
      session.interact(Interaction.mask(object, Axis.Z, 3, PHANTOM.truth(1, 3)));
      PropagationReport first = session.propagate();
      assertThat(first.slicesComputed()).isBetween(1, PHANTOM.sizeZ() - 1);
      assertThat(session.quality(object))
          .filteredOn(quality -> quality.origin() == SliceQuality.Origin.PROPAGATED)
          .isNotEmpty()
          .allSatisfy(quality -> assertThat(quality.predictedDice()).isBetween(0f, 1f));
      assertThat(session.mask().slice(object, Axis.Z, 3)).isEqualTo(PHANTOM.truth(1, 3));

      session.interact(Interaction.mask(object, Axis.Z, 1, PHANTOM.truth(1, 1)));
      session.propagate();
      assertThat(session.mask().slice(object, Axis.Z, 3)).isEqualTo(PHANTOM.truth(1, 3));
      assertThat(session.mask().slice(object, Axis.Z, 1)).isEqualTo(PHANTOM.truth(1, 1));
    }
  }

  @Test
  void thePublishedInteractionNetworkAnswersMarks() {
    try (SegmentationEngine engine = open(Architecture.IOG, null, 8);
        SegmentationSession session = engine.newSession(PHANTOM.volume())) {
      int object = session.addObject("ball");
      List<Interaction> marks =
          List.of(
              Interaction.box(object, Axis.Z, 1, 11, 9, 35, 29),
              Interaction.extremePoints(object, Axis.Z, 2, 11, 19, 35, 19, 23, 9, 23, 29),
              Interaction.scribble(object, Axis.Z, 3, 15, 19, 30, 20),
              Interaction.click(object, Axis.Z, 4, 23, 19));
      for (Interaction mark : marks) {
        SliceAnswer first = session.interact(mark);
        assertThat(first.predictedDice()).isBetween(0f, 1f);
        SliceAnswer second =
            session.interact(Interaction.negativeClick(object, Axis.Z, mark.slice(), 24, 21));
        assertThat(second.mask().contains(24, 21)).isFalse();
      }
    }
  }

  @Test
  void aBankOfOneSlotGivesTheSameMaskAgain() {
    List<long[]> counts = List.of(new long[2], new long[2]);
    try (SegmentationEngine engine = open(Architecture.MEM3D_STM, Profile.OFFICIAL_CODE, 1)) {
      for (long[] count : counts) {
        try (SegmentationSession session = engine.newSession(PHANTOM.volume())) {
          int object = session.addObject("ball");
          session.interact(Interaction.mask(object, Axis.Z, 3, PHANTOM.truth(1, 3)));
          session.propagate();
          count[0] = session.mask().count(object);
          count[1] = Float.floatToIntBits(session.quality(object).get(0).predictedDice());
        }
      }
    }
    assertThat(counts.get(0)).isEqualTo(counts.get(1));
  }

  @Test
  void aProfileIsForPublishedNetworks() {
    assertThatThrownBy(
            () -> SegmentationEngine.builder().backend("reference").profile(Profile.PAPER).open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("PAPER")
        .hasMessageContaining("published memory network");
  }

  @Test
  void theDefaultNetworkNeedsTwoSlots() {
    assertThatThrownBy(
            () ->
                SegmentationEngine.builder()
                    .backend("reference")
                    .settings(PropagationSettings.DEFAULT.withMemorySlots(1))
                    .open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("2 slots");
  }
}
