package org.mem3d.runtime.backend;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mem3d.spi.BackendProvider;

/**
 * Finds providers that are there and not registered: where all jars of a program are packed into
 * one, service files of the same name overwrite each other unless they are merged. Stateless.
 */
final class UnregisteredProviders {
  private static final Pattern PROVIDER =
      Pattern.compile("org/mem3d/backend/[a-z0-9]+/[A-Za-z0-9]+Provider\\.class");

  private UnregisteredProviders() {}

  /** Says what is not registered in the jar that holds this class, and what to do. */
  static List<String> describe(Collection<BackendProvider> registered) {
    CodeSource source = UnregisteredProviders.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return List.of();
    }
    try {
      return describe(Path.of(source.getLocation().toURI()), registered);
    } catch (URISyntaxException | RuntimeException notAFile) {
      return List.of();
    }
  }

  static List<String> describe(Path jar, Collection<BackendProvider> registered) {
    Set<String> known =
        registered.stream()
            .map(provider -> provider.getClass().getName())
            .collect(Collectors.toSet());
    if (!Files.isRegularFile(jar)) {
      return List.of();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> PROVIDER.matcher(name).matches())
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !known.contains(name))
          .map(
              name ->
                  name
                      + " is in "
                      + jar.getFileName()
                      + " and not registered in its META-INF/services/"
                      + BackendProvider.class.getName()
                      + ": merge service files when jars are packed into one (the Maven Shade"
                      + " plugin's ServicesResourceTransformer, Shadow's mergeServiceFiles)")
          .toList();
    } catch (IOException notAJar) {
      return List.of();
    }
  }
}
