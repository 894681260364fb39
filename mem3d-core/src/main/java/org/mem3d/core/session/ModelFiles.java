package org.mem3d.core.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.core.published.Architecture;
import org.mem3d.runtime.weights.Safetensors;

/**
 * Finds the weights of both networks: in a file or directory that the user names, else among the
 * resources of {@code mem3d-model}.
 *
 * @param interaction weights of the interaction network
 * @param propagation weights of the memory network
 */
public record ModelFiles(Safetensors interaction, Safetensors propagation) {
  private static final String INTERACTION = "interaction.safetensors";
  private static final String PROPAGATION = "propagation.safetensors";
  private static final String RESOURCES = "org/mem3d/model/";

  /**
   * Opens the weights.
   *
   * @param path a file of one network, a directory with both, or null for the default weights
   * @param loader finds the default weights
   * @throws ModelException if a file is missing or broken, or there are no default weights
   */
  public static ModelFiles open(@Nullable Path path, ClassLoader loader) {
    if (path == null) {
      return new ModelFiles(resource(INTERACTION, loader), resource(PROPAGATION, loader));
    }
    if (Files.isDirectory(path)) {
      return new ModelFiles(
          Safetensors.open(path.resolve(INTERACTION)), Safetensors.open(path.resolve(PROPAGATION)));
    }
    Safetensors file = Safetensors.open(path);
    return isMemoryNetwork(file)
        ? new ModelFiles(resource(INTERACTION, loader), file)
        : new ModelFiles(file, resource(PROPAGATION, loader));
  }

  private static boolean isMemoryNetwork(Safetensors file) {
    Architecture published = Architecture.recognise(file);
    if (published != null) {
      return published != Architecture.IOG;
    }
    return file.names().stream()
        .anyMatch(
            name ->
                name.startsWith("read.") || name.startsWith("value.") || name.startsWith("key."));
  }

  private static Safetensors resource(String name, ClassLoader loader) {
    try (InputStream stream = loader.getResourceAsStream(RESOURCES + name)) {
      if (stream == null) {
        throw new ModelException(
            "no default weights on the class path: add the dependency org.mem3d:mem3d-model, or"
                + " name a file or directory of weights");
      }
      return Safetensors.read(stream, "the default " + name);
    } catch (IOException e) {
      throw new ModelException("the default " + name + " cannot be read: " + e.getMessage(), e);
    }
  }
}
