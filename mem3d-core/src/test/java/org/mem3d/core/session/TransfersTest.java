package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationSession;
import org.mem3d.Transfers;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.BackendOptions;
import org.mem3d.testkit.FakeDevice;

/** What is copied to a device and back, against a sum made by hand. */
class TransfersTest {
  private static final long PLENTY = 1L << 34;
  private static final ModelFiles FILES =
      ModelFiles.open(null, TransfersTest.class.getClassLoader());

  /** Pixels of the networks' window. */
  private static final long PIXELS = 128 * 128;

  private final Phantom phantom = Phantom.pair();
  private final FakeDevice device = new FakeDevice(new ReferenceBackendProvider(), PLENTY);

  private CoreEngine open() {
    EngineSettings settings =
        EngineSettings.DEFAULT.withPropagation(
            PropagationSettings.DEFAULT.withPlan(PropagationPlan.CHAIN));
    return new CoreEngine(device.open(BackendOptions.DEFAULT), FILES, settings);
  }

  /** A session whose object goes downwards alone, from slice 2 to the slices 1 and 0. */
  private SegmentationSession downwards(CoreEngine engine) {
    SegmentationSession session = engine.newSession(phantom.volume());
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
    session.interact(Interaction.absent(1, Axis.Z, 3));
    return session;
  }

  private static Transfers floats(long toDevice, long fromDevice) {
    return new Transfers(4 * toDevice, 4 * fromDevice);
  }

  @Test
  void aRoundCopiesImagesAndMasksInAndAnswersOut() {
    try (CoreEngine engine = open()) {
      assertThat(engine.transfers()).isEqualTo(Transfers.NONE);
      try (SegmentationSession first = downwards(engine)) {
        first.propagate();
      }
      Transfers compiled = engine.transfers();
      try (SegmentationSession session = downwards(engine)) {
        assertThat(session.propagate().slicesComputed()).isEqualTo(2);
        long images = 3 * 2 * PIXELS;
        long maskOfTheBank = PIXELS;
        long positions = 4 * PropagationSettings.DEFAULT.memorySlots() * 16 * 16;
        long previousMasks = 2 * PIXELS;
        // The last slice is not remembered.
        long maskToRemember = PIXELS;
        // For the appearance: of the annotated slice, and of the other on which the object is.
        long features = 2 * (24 * 64 * 64 + 48 * 32 * 32 + 96 * 16 * 16);
        assertThat(engine.transfers().since(compiled))
            .isEqualTo(
                floats(
                    images + maskOfTheBank + 2 * positions + previousMasks + maskToRemember,
                    2 * (PIXELS + 1) + features));

        Transfers propagated = engine.transfers();
        session.propagate();
        assertThat(engine.transfers()).as("nothing to do").isEqualTo(propagated);
      }
      assertThat(engine.describe())
          .contains(
              String.format(
                  java.util.Locale.ROOT,
                  "copied to the device: %,d bytes, from it: %,d bytes",
                  device.transfers().bytesToDevice(),
                  device.transfers().bytesFromDevice()));
    }
  }

  @Test
  void anAnswerToMarksCopiesOneWindow() {
    try (CoreEngine engine = open();
        SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.box(1, Axis.Z, 2, 5, 10, 21, 28));
      Transfers compiled = engine.transfers();
      session.interact(Interaction.box(1, Axis.Z, 1, 6, 11, 20, 27));
      assertThat(engine.transfers().since(compiled)).isEqualTo(floats(7 * PIXELS, PIXELS + 1));
    }
  }

  @Test
  void whatAFailedDeviceCopiedStaysCounted() {
    device.failAt(40, FakeDevice.Fault.DEVICE_LOSS);
    FakeDevice next = new FakeDevice(new ReferenceBackendProvider(), PLENTY);
    try (CoreEngine engine =
            new CoreEngine(
                device.open(BackendOptions.DEFAULT),
                FILES,
                EngineSettings.DEFAULT,
                failed -> next.open(BackendOptions.DEFAULT),
                new DeviceBudget());
        SegmentationSession session = downwards(engine)) {
      session.propagate();
      assertThat(device.transfers().bytesToDevice()).isPositive();
      assertThat(next.transfers().bytesFromDevice()).isPositive();
      assertThat(engine.transfers()).isEqualTo(device.transfers().plus(next.transfers()));
    }
  }
}
