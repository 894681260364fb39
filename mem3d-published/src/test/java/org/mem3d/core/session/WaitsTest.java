package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationSession;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.graph.DType;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.BackendOptions;
import org.mem3d.testkit.FakeDevice;

/**
 * How often a program waits for its device: once for each batch of slices that is answered, and
 * once for each whose features are read.
 */
@Tag("slow") // every plan, published networks
class WaitsTest {
  private static final ClassLoader LOADER = WaitsTest.class.getClassLoader();

  private final FakeDevice device = new FakeDevice(new ReferenceBackendProvider(), 1L << 34);

  /** Two rounds: a mark in several windows, a box, and masks that chains and gaps read. */
  private void play(ModelFiles files, EngineSettings settings) {
    Phantom phantom = Phantom.flat();
    try (CoreEngine engine = new CoreEngine(device.open(BackendOptions.DEFAULT), files, settings);
        SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("ball");
      session.interact(Interaction.click(1, Axis.Z, 3, 23, 19));
      session.propagate();
      session.interact(Interaction.box(1, Axis.Z, 1, 15, 12, 31, 26));
      session.propagate();
    }
  }

  /**
   * @param features how often features are read besides
   */
  private void requireOneWaitForEachAnswer(int features) {
    long answers = device.runsOf("interaction") + device.runsOf("segment");
    assertThat(List.of(device.runsOf("interaction"), device.runsOf("segment")))
        .allSatisfy(runs -> assertThat(runs).isPositive());
    assertThat(device.waits()).isEqualTo(answers + features);
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void everyPlanWaitsOnceForEachBatch(PropagationPlan plan) {
    play(
        ModelFiles.open(null, LOADER),
        EngineSettings.DEFAULT.withPropagation(PropagationSettings.DEFAULT.withPlan(plan)));
    // For the appearance, each round: the annotated slices' together, and one batch of the others.
    requireOneWaitForEachAnswer(plan == PropagationPlan.BISECTION ? 0 : 2 * 2);
  }

  @Test
  void publishedNetworksWaitOnceForEachSlice(@TempDir Path directory) {
    for (Architecture architecture : List.of(Architecture.MEM3D_SAQ, Architecture.IOG)) {
      String role = architecture == Architecture.IOG ? "interaction" : "propagation";
      SafetensorsWriter.write(
          directory.resolve(role + ".safetensors"),
          new FormulaWeights(new Formula(0), architecture.manifest(4).parameters()),
          Map.of(),
          DType.BF16);
    }
    play(
        ModelFiles.open(directory, LOADER),
        EngineSettings.DEFAULT
            .withPropagation(PropagationSettings.DEFAULT.withMemorySlots(4))
            .withPublishedSide(32));
    requireOneWaitForEachAnswer(0);
  }
}
