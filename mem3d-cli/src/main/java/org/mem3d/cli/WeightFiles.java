package org.mem3d.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of weights that one name stands for. Stateless. */
final class WeightFiles {
  /** The networks of a model, each in a file of its name. */
  static final List<String> NETWORKS = List.of("interaction", "propagation");

  private WeightFiles() {}

  /** Returns a model's files: one that is named, or those of both networks in a folder. */
  static List<Path> of(@Nullable Path model) {
    if (model == null) {
      return List.of();
    }
    return Files.isDirectory(model)
        ? NETWORKS.stream().map(name -> model.resolve(name + ".safetensors")).toList()
        : List.of(model);
  }
}
