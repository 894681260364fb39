package org.mem3d.train;

import java.nio.file.Path;
import org.mem3d.eval.baseline.VolumeNetwork;
import org.mem3d.eval.baseline.VolumeNetworkProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.train.learn.TrainedUNet3d;
import org.mem3d.train.learn.UNet3d;

/** Opens the baseline {@code unet3d} for the evaluation. Stateless. */
public final class UNet3dProvider implements VolumeNetworkProvider {
  /** For {@code ServiceLoader}. */
  public UNet3dProvider() {}

  @Override
  public VolumeNetwork open(Path file, int threads) {
    Safetensors weights = Safetensors.open(file);
    UNet3d.checkWeights(weights, file.toString());
    return new TrainedUNet3d(weights, threads);
  }
}
