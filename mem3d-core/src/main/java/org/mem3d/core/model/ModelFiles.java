package org.mem3d.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.runtime.weights.Safetensors;

/**
 * Finds the weights of both networks: in a file or directory that the user names, else among the
 * resources of {@code mem3d-model}.
 *
 * @param interaction weights of the interaction network
 * @param propagation weights of the memory network
 * @param interactionFamily makes the interaction network
 * @param propagationFamily makes the memory network
 */
public record ModelFiles(
    Safetensors interaction,
    Safetensors propagation,
    ModelFamily interactionFamily,
    ModelFamily propagationFamily) {
  private static final String INTERACTION = "interaction.safetensors";
  private static final String PROPAGATION = "propagation.safetensors";
  private static final String RESOURCES = "org/mem3d/model/";

  /**
   * Opens the weights.
   *
   * @param path a file of one network, a directory with both, or null for the default weights
   * @param loader finds the default weights, and families of networks as services
   * @throws ModelException if a file is missing or broken, or there are no default weights
   */
  public static ModelFiles open(@Nullable Path path, ClassLoader loader) {
    List<ModelFamily> families = families(loader);
    if (path == null) {
      return of(resource(INTERACTION, loader), resource(PROPAGATION, loader), families);
    }
    if (Files.isDirectory(path)) {
      return of(
          Safetensors.open(path.resolve(INTERACTION)),
          Safetensors.open(path.resolve(PROPAGATION)),
          families);
    }
    Safetensors file = Safetensors.open(path);
    return familyOf(file, families).recognise(file) == ModelFamily.Role.PROPAGATION
        ? of(resource(INTERACTION, loader), file, families)
        : of(file, resource(PROPAGATION, loader), families);
  }

  private static ModelFiles of(
      Safetensors interaction, Safetensors propagation, List<ModelFamily> families) {
    return new ModelFiles(
        interaction, propagation, familyOf(interaction, families), familyOf(propagation, families));
  }

  private static ModelFamily familyOf(Safetensors weights, List<ModelFamily> families) {
    return families.stream()
        .filter(family -> family.recognise(weights) != null)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the families of the class path; the default one, which takes all weights, is last. */
  private static List<ModelFamily> families(ClassLoader loader) {
    List<ModelFamily> families = new ArrayList<>();
    try {
      ServiceLoader.load(ModelFamily.class, loader).forEach(families::add);
    } catch (ServiceConfigurationError e) {
      throw new ModelException(
          "a family of networks on the class path cannot be loaded: " + e.getMessage(), e);
    }
    families.add(new DefaultModelFamily());
    return families;
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
