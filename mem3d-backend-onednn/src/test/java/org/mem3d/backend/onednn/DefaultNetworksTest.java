package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.core.model.ActivationRanges;
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.graph.DType;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;

/** The default memory network with its weights: two slices remembered, a third segmented. */
class DefaultNetworksTest {
  private static final int SLOTS = 3;

  /** What a segmentation gives: the probabilities, then the predicted Dice. */
  private static float[] segment(BackendProvider provider, DType precision) throws IOException {
    String resource = "/org/mem3d/model/propagation.safetensors";
    try (InputStream stream = DefaultNetworksTest.class.getResourceAsStream(resource)) {
      assertThat(stream).as(resource).isNotNull();
      Safetensors weights = Safetensors.read(stream, resource);
      try (Backend backend = provider.open(BackendOptions.DEFAULT);
          MemoryModel model =
              new MemoryModel(
                  backend, weights, resource, SLOTS, 0, options(weights, precision), 1 << 24)) {
        return segment(model);
      }
    }
  }

  private static CompileOptions options(Safetensors weights, DType precision) {
    Map<String, Float> ranges = ActivationRanges.of(weights.metadata(), weights.source());
    assertThat(ranges).isNotNull();
    return new CompileOptions(precision).withInputRanges(ranges);
  }

  private static float[] segment(MemoryModel model) {
    SliceBatch slices = model.borrow(4);
    List<SliceFeatures> features =
        model
            .features()
            .encode(
                List.of(0, 1, 2),
                (row, channels) -> System.arraycopy(image(row), 0, channels, 0, SliceBatch.IMAGE));
    for (int row = 0; row < 3; row++) {
      slices.setSlice(row, features.get(row));
      slices.setMask(row, disc(60 + 4 * row, 30));
    }
    slices.memorise();
    MemoryBankBatch banks = model.memoryBanks(1);
    for (int slot = 0; slot < 2; slot++) {
      banks.store(0, slot, slices, slot);
      banks.setDistance(0, slot, 2 - slot);
    }
    banks.setDistance(0, 2, -1);
    banks.setQuery(0, features.get(2));
    banks.setPrevious(0, 1, disc(64, 30));
    banks.segment();
    float[] answer = new float[SliceBatch.MASK + 1];
    float[] probability = new float[SliceBatch.MASK];
    banks.readProbability(0, probability);
    System.arraycopy(probability, 0, answer, 0, probability.length);
    answer[SliceBatch.MASK] = banks.predictedDice(0);
    model.release(slices);
    features.forEach(model.features()::release);
    return answer;
  }

  private static float[] image(int number) {
    float[] inside = disc(60 + 4 * number, 30);
    float[] image = new float[SliceBatch.IMAGE];
    Random random = new Random(number);
    for (int i = 0; i < SliceBatch.MASK; i++) {
      image[i] = inside[i] - 0.5f + 0.1f * (float) random.nextGaussian();
      image[SliceBatch.MASK + i] = inside[i] * 0.6f + 0.1f * (float) random.nextGaussian();
    }
    return image;
  }

  private static float[] disc(double centre, double radius) {
    float[] mask = new float[SliceBatch.MASK];
    for (int i = 0; i < mask.length; i++) {
      double y = Math.floorDiv(i, 128) - centre;
      double x = i % 128 - centre;
      mask[i] = x * x + y * y <= radius * radius ? 1 : 0;
    }
    return mask;
  }

  private static double relativeError(float[] expected, float[] actual) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(error / norm);
  }

  @Test
  void defaultNetworkAgreesWithTheReference() throws IOException {
    float[] expected = segment(new ReferenceBackendProvider(), DType.F32);
    float[] single = segment(new OneDnnProvider(), DType.F32);
    assertThat(relativeError(expected, single)).as("error in F32").isLessThan(1e-4);
    assertThat(single[SliceBatch.MASK]).isEqualTo(expected[SliceBatch.MASK], within(1e-4f));
    assumeTrue(DnnlEngine.computes(DType.BF16), "no bfloat16 on this processor");
    float[] half = segment(new OneDnnProvider(), DType.BF16);
    assertThat(relativeError(expected, half)).as("error in BF16").isLessThan(2e-2);
    assertThat(half[SliceBatch.MASK]).isEqualTo(expected[SliceBatch.MASK], within(1e-2f));
  }

  @Test
  void in8BitsItAgreesWithTheReference() throws IOException {
    assumeTrue(DnnlEngine.computes(DType.I8), "no fast products of 8 bits on this processor");
    float[] expected = segment(new ReferenceBackendProvider(), DType.F32);
    float[] rounded = segment(new OneDnnProvider(), DType.I8);
    assertThat(relativeError(expected, rounded)).as("error in I8").isLessThan(3e-2);
    assertThat(rounded[SliceBatch.MASK]).isEqualTo(expected[SliceBatch.MASK], within(2e-2f));
  }
}
