package org.mem3d.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mem3d.ModelException;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.Architecture.Manifest;
import org.mem3d.runtime.weights.SafetensorsWriter;

/**
 * Turns a checkpoint of a published network into a safetensors file of exactly the tensors that the
 * network reads. Immutable.
 *
 * @param architecture of the checkpoint
 * @param format in which the file holds the weights
 * @param allowMissing beginnings of names that may be missing; these are filled in as PyTorch
 *     leaves a batch norm that was never trained (scale and variance 1), everything else with 0
 */
public record CheckpointImport(Architecture architecture, DType format, List<String> allowMissing) {
  /** Copies the list. */
  public CheckpointImport {
    allowMissing = List.copyOf(allowMissing);
  }

  /**
   * What was written.
   *
   * @param tensors how many tensors
   * @param parameters how many numbers
   * @param filled names that the checkpoint lacks
   * @param unused names that it holds and no network reads
   */
  public record Summary(int tensors, long parameters, List<String> filled, List<String> unused) {}

  /**
   * Reads, checks and writes; replaces a file of the target's name only when all is written.
   *
   * @throws ModelException if the checkpoint cannot be read or does not fit the network; every
   *     tensor that is missing, unexpected or of another shape is named, and nothing is written
   */
  public Summary run(Path checkpoint, Path target) {
    try (PyTorchCheckpoint weights = PyTorchCheckpoint.open(checkpoint)) {
      Manifest manifest = architecture.manifest(architecture.channels(weights));
      Fit fit = Fit.of(weights, manifest, allowMissing);
      fit.require(checkpoint + " does not fit " + architecture.text());
      Map<String, String> metadata = new LinkedHashMap<>();
      metadata.put("architecture", architecture.text());
      metadata.put("imported from", String.valueOf(checkpoint.getFileName()));
      if (!fit.filled().isEmpty()) {
        metadata.put("filled in", String.join(" ", fit.filled()));
      }
      SafetensorsWriter.write(target, new Filled(weights, manifest), metadata, format);
      long parameters = manifest.parameters().values().stream().mapToLong(Shape::elements).sum();
      return new Summary(manifest.parameters().size(), parameters, fit.filled(), fit.unused());
    }
  }

  /** How a checkpoint's tensors and a network's go together. */
  record Fit(
      List<String> missing,
      List<String> unexpected,
      List<String> misshaped,
      List<String> filled,
      List<String> unused) {

    static Fit of(Weights weights, Manifest manifest, List<String> allowMissing) {
      Fit fit =
          new Fit(
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      manifest
          .parameters()
          .forEach(
              (name, shape) -> {
                if (weights.names().contains(name)) {
                  fit.compare(name, weights.shape(name), shape);
                } else if (allowMissing.stream().anyMatch(name::startsWith)) {
                  fit.filled.add(name);
                } else {
                  fit.missing.add(name);
                }
              });
      for (String name : weights.names()) {
        Shape unused = manifest.unused().get(name);
        if (unused != null) {
          fit.unused.add(name);
          fit.compare(name, weights.shape(name), unused);
        } else if (!manifest.parameters().containsKey(name)) {
          fit.unexpected.add(name);
        }
      }
      return fit;
    }

    private void compare(String name, Shape actual, Shape expected) {
      if (!actual.equals(expected)) {
        misshaped.add(name + " (" + actual + ", wanted " + expected + ")");
      }
    }

    void require(String what) {
      if (!missing.isEmpty() || !unexpected.isEmpty() || !misshaped.isEmpty()) {
        List<String> parts = new ArrayList<>();
        list("missing", missing, parts);
        list("unexpected", unexpected, parts);
        list("of another shape", misshaped, parts);
        throw new ModelException(what + ", nothing was written: " + String.join("; ", parts));
      }
    }

    private static void list(String kind, List<String> names, List<String> parts) {
      if (!names.isEmpty()) {
        parts.add(names.size() + " " + kind + ": " + String.join(", ", names));
      }
    }
  }

  /** The network's tensors in their order, those that the checkpoint lacks filled in. */
  private record Filled(Weights weights, Manifest manifest) implements Weights {
    @Override
    public Set<String> names() {
      return manifest.parameters().keySet();
    }

    @Override
    public Shape shape(String name) {
      Shape shape = manifest.parameters().get(name);
      if (shape == null) {
        throw new GraphException("no tensor '" + name + "'");
      }
      return shape;
    }

    @Override
    public float[] values(String name) {
      if (weights.names().contains(name)) {
        return weights.values(name);
      }
      float[] values = new float[shape(name).elements()];
      boolean scale = shape(name).rank() == 1 && name.endsWith(".weight");
      Arrays.fill(values, scale || name.endsWith(".running_var") ? 1 : 0);
      return values;
    }
  }
}
