package org.mem3d.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.file.FileRoles;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import picocli.CommandLine.Option;

/**
 * The options of a command that measures something of a network, and writes its weights anew with
 * what was found in their metadata.
 */
final class MeasuredWeights {
  private static final ClassLoader LOADER = MeasuredWeights.class.getClassLoader();

  @Option(names = "--init", description = "The network's weights (default: the default ones).")
  private @Nullable Path init;

  @Option(names = "--backend", description = "What computes (default: the fastest).")
  private @Nullable String backend;

  @Option(names = "--threads", description = "Threads that compute (default: all cores).")
  private int threads;

  @Option(names = "--out", required = true, description = "The safetensors file to write.")
  private Path out = Path.of("");

  /** Checks that no file is read and written. */
  void check() {
    new FileRoles().reads("--init", init).writes("--out", out).check();
  }

  /**
   * Opens the weights.
   *
   * @param builtIn which of the default ones
   */
  Safetensors open(Function<ModelFiles, Safetensors> builtIn) {
    return init == null ? builtIn.apply(ModelFiles.open(null, LOADER)) : Safetensors.open(init);
  }

  /** Opens what computes, to be closed by the caller. */
  Backend openBackend() {
    return BackendRegistry.load(LOADER).open(backend, new BackendOptions(threads, Map.of()));
  }

  /** Writes the weights with one more entry in their metadata, and says where they are. */
  void write(Safetensors weights, String key, String value) {
    Map<String, String> metadata = new LinkedHashMap<>(weights.metadata());
    metadata.put(key, value);
    SafetensorsWriter.write(out, weights, metadata);
    System.out.println(out);
  }
}
