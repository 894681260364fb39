package org.mem3d.eval.baseline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.mem3d.Mem3dException;
import org.mem3d.SliceMask;

/**
 * A network over the whole window: a 3D U-Net that sees image and annotated slices together and
 * answers all other slices at once. Owns the network; one thread at a time.
 */
public final class NetworkBaseline implements BaselineMethod, AutoCloseable {
  /** The method's name. */
  public static final String METHOD = "unet3d";

  private final VolumeNetwork network;

  /** Makes a method of a network, which it closes with itself. */
  public NetworkBaseline(VolumeNetwork network) {
    this.network = network;
  }

  /**
   * Opens trained weights with the provider on the class path.
   *
   * @param weights that {@code mem3d train unet3d} wrote
   * @param threads how many compute; 0 for all cores
   * @throws Mem3dException if no provider is there, or the weights cannot be used
   */
  public static NetworkBaseline open(Path weights, int threads) {
    VolumeNetworkProvider provider =
        ServiceLoader.load(VolumeNetworkProvider.class, NetworkBaseline.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new Mem3dException(
                        "what computes "
                            + METHOD
                            + " is not on the class path: add org.mem3d:mem3d-train, which brings"
                            + " libtorch, or use the launcher ./mem3d evaluate --unet FILE, which"
                            + " adds it"));
    return new NetworkBaseline(provider.open(weights, threads));
  }

  @Override
  public String method() {
    return METHOD;
  }

  @Override
  public boolean needsWholeMasks() {
    return true;
  }

  @Override
  public List<SliceMask> segment(AnnotatedVolume volume) {
    List<SliceMask> masks = new ArrayList<>();
    for (int slice = 0; slice < volume.image().size(volume.axis()); slice++) {
      masks.add(volume.slices().containsKey(slice) ? volume.mask(slice) : volume.nothing());
    }
    NetworkWindow window = NetworkWindow.around(volume, NetworkWindow.depthFor(volume));
    if (window == null) {
      return masks;
    }
    float[] input = window.input(window.intensities());
    return window.toMasks(network.segment(input, window.depth()));
  }

  @Override
  public void close() {
    network.close();
  }
}
