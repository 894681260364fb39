package org.mem3d.train.learn;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Threads;
import org.mem3d.eval.baseline.NetworkWindow;
import org.mem3d.eval.baseline.VolumeNetwork;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/** A trained {@link UNet3d} in use, on the CPU. Owns its weights; one thread at a time. */
public final class TrainedUNet3d implements VolumeNetwork {
  private final ParameterSet parameters;
  private final int threads;

  /**
   * Makes a network ready.
   *
   * @param weights of a {@link UNet3d}; copied
   * @param threads how many compute; 0 for as many as libtorch takes by itself
   */
  public TrainedUNet3d(Weights weights, int threads) {
    this.parameters = new ParameterSet(weights, "cpu");
    this.threads = threads;
  }

  @Override
  @SuppressWarnings("try")
  public float[] segment(float[] input, int depth) {
    if (threads > 0) {
      Threads.use(threads);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Shape shape =
          Shape.of(1, NetworkWindow.CHANNELS, depth, NetworkWindow.SIDE, NetworkWindow.SIDE);
      Tensor logits = UNet3d.logits(parameters::tensor, parameters.constant(shape, input));
      return ParameterSet.read(logits.sigmoid());
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
