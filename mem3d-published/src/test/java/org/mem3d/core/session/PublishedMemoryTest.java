package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationSession;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.BatchSizes;
import org.mem3d.graph.DType;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.DeviceException;
import org.mem3d.testkit.FakeDevice;
import org.mem3d.testkit.FakeDevice.Fault;

/**
 * Published networks on devices with little memory, with formula-made weights at a small input:
 * what they take is counted before, and only the kept features give way.
 */
@Tag("slow") // published networks, several times
class PublishedMemoryTest {
  private static final long PLENTY = 1L << 34;
  private static final Phantom PHANTOM = Phantom.flat();
  private static final Recalling CPU = new Recalling();
  private static final EngineSettings SETTINGS =
      EngineSettings.DEFAULT
          .withPropagation(PropagationSettings.DEFAULT.withMemorySlots(4))
          .withPublishedSide(32);

  @TempDir static Path directory = Path.of(".");

  private static ModelFiles both = defaults();
  private static ModelFiles memoryAlone = defaults();

  private static ModelFiles defaults() {
    return ModelFiles.open(null, PublishedMemoryTest.class.getClassLoader());
  }

  @BeforeAll
  static void writeWeights() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("both"));
    write(Architecture.MEM3D_STM, folder.resolve("propagation.safetensors"));
    write(Architecture.IOG, folder.resolve("interaction.safetensors"));
    ClassLoader loader = PublishedMemoryTest.class.getClassLoader();
    both = ModelFiles.open(folder, loader);
    memoryAlone = ModelFiles.open(folder.resolve("propagation.safetensors"), loader);
  }

  private static void write(Architecture architecture, Path file) {
    FormulaWeights weights =
        new FormulaWeights(new Formula(0), architecture.manifest(4).parameters());
    SafetensorsWriter.write(file, weights, Map.of(), DType.BF16);
  }

  private CoreEngine engine(FakeDevice device, ModelFiles files, EngineSettings settings) {
    return new CoreEngine(
        device.open(BackendOptions.DEFAULT),
        files,
        settings,
        failed -> CPU.open(BackendOptions.DEFAULT),
        new DeviceBudget());
  }

  private static ModelFactory models(ModelFiles files) {
    return ModelFactory.of(
        CPU.open(BackendOptions.DEFAULT), files, SETTINGS, WorkerPool.CALLING_THREAD);
  }

  /** Two rounds with a mark and a mask. */
  private static Snapshot play(CoreEngine engine) {
    try (SegmentationSession session = engine.newSession(PHANTOM.volume())) {
      session.addObject("ball");
      session.interact(Interaction.box(1, Axis.Z, 2, 11, 9, 35, 29));
      session.interact(Interaction.mask(1, Axis.Z, 3, PHANTOM.truth(1, 3)));
      session.propagate();
      session.interact(Interaction.mask(1, Axis.Z, 1, PHANTOM.truth(1, 1)));
      session.propagate();
      return Snapshot.of(session);
    }
  }

  private static long needed(ModelFactory models) {
    return models.need(models.batches()).bytes();
  }

  private static String kept(long bytes) {
    return String.format(Locale.ROOT, "features kept: at most %,d bytes", bytes);
  }

  @Test
  void onlyTheKeptFeaturesGiveWay() {
    long need = needed(models(both));
    FakeDevice large = new FakeDevice(CPU, PLENTY);
    Snapshot wanted;
    try (CoreEngine engine = engine(large, both, SETTINGS)) {
      wanted = play(engine);
      assertThat(engine.describe())
          .contains("one slice at a time; free: ", kept(SETTINGS.cacheBytes()));
    }
    assertThat(large.usedBytes()).isZero();
    // A device has a sixteenth more than is planned with.
    long room = 1000;
    long capacity = (need + room) * 16 / 15;
    long usable = capacity - capacity / 16;
    FakeDevice small = new FakeDevice(CPU, capacity);
    try (CoreEngine engine = engine(small, both, SETTINGS)) {
      assertThat(play(engine).equals(wanted)).as("the same with fewer features kept").isTrue();
      assertThat(engine.backendName()).isEqualTo("fake");
      long left = usable - need;
      assertThat(engine.describe()).contains("one slice at a time", kept(left - left / 4));
    }
    assertThat(small.peakBytes()).isBetween(need / 2, capacity);
    FakeDevice tiny = new FakeDevice(CPU, need);
    try (CoreEngine engine = engine(tiny, both, SETTINGS)) {
      assertThat(play(engine).equals(wanted)).as("the same on the next backend").isTrue();
      assertThat(engine.backendName()).isEqualTo("reference");
    }
    assertThat(tiny.peakBytes()).as("nothing was tried in vain").isZero();
  }

  @Test
  void besideADefaultNetworkBatchesGiveWay() {
    ModelFactory models = models(memoryAlone);
    long one = models.need(new BatchSizes(1)).bytes();
    assertThat(needed(models)).isGreaterThan(one + one / 16);
    FakeDevice small = new FakeDevice(CPU, one * 16 / 15 + 16);
    try (CoreEngine engine = engine(small, memoryAlone, SETTINGS)) {
      play(engine);
      assertThat(engine.backendName()).isEqualTo("fake");
      assertThat(engine.describe()).contains("in batches of at most 1;");
    }
  }

  @Test
  void whatIsPlannedIsNotExceededByMoreThanASixteenth() {
    for (ModelFiles files : List.of(both, memoryAlone)) {
      long need = needed(models(files));
      FakeDevice device = new FakeDevice(CPU, PLENTY);
      try (CoreEngine engine = engine(device, files, SETTINGS.withCacheBytes(0))) {
        play(engine);
      }
      assertThat(device.peakBytes()).isBetween(need / 2, need + need / 16);
    }
  }

  @Test
  void fullMemoryAtAnyCallCostsKeptFeaturesAlone() {
    FakeDevice sound = new FakeDevice(CPU, PLENTY);
    Snapshot wanted;
    try (CoreEngine engine = engine(sound, both, SETTINGS)) {
      wanted = play(engine);
    }
    // The first call of all is the engine's, as it opens: it asks whether there is such a memory.
    for (long call = 1; call < sound.calls(); call += 7) {
      String when = "full memory at call " + call;
      FakeDevice device = new FakeDevice(CPU, PLENTY).failAt(call, Fault.OUT_OF_MEMORY);
      try (CoreEngine engine = engine(device, both, SETTINGS)) {
        assertThat(play(engine).equals(wanted)).as("the same with " + when).isTrue();
        assertThat(engine.backendName()).as(when).isEqualTo("fake");
        assertThat(engine.describe()).as(when).contains(kept(SETTINGS.cacheBytes() / 4));
      }
      assertThat(device.usedBytes()).as("bytes left after " + when).isZero();
    }
  }

  @Test
  void aStepThatFoundNoMemoryCanBeRepeated() {
    int failed = 0;
    for (long call = 1; call < 24; call += 2) {
      FakeDevice device = new FakeDevice(CPU, PLENTY).failAt(call, Fault.OUT_OF_MEMORY);
      try (CoreEngine engine =
              new CoreEngine(
                  device.open(BackendOptions.DEFAULT), both, SETTINGS.withCacheBytes(0));
          SegmentationSession session = engine.newSession(PHANTOM.volume())) {
        session.addObject("ball");
        try {
          step(session);
        } catch (DeviceException full) {
          failed++;
          step(session);
        }
        assertThat(session.quality(1)).isNotEmpty();
      }
      assertThat(device.usedBytes()).as("bytes left after call " + call).isZero();
    }
    assertThat(failed).isGreaterThan(7);
  }

  private static void step(SegmentationSession session) {
    session.interact(Interaction.box(1, Axis.Z, 3, 11, 9, 35, 29));
    session.propagate();
  }
}
