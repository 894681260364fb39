package org.mem3d.runtime.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.BackendStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * The backends that are on the class path, and the choice between them. Immutable.
 *
 * <p>The order of choice: the argument, then the system property {@value #PROPERTY}, then the
 * environment variable {@value #VARIABLE}, then the highest priority among those that are
 * available. Only the last of these falls back to another backend.
 */
public final class BackendRegistry {
  /** The system property that names the backend to use. */
  public static final String PROPERTY = "mem3d.backend";

  /** The environment variable that names the backend to use. */
  public static final String VARIABLE = "MEM3D_BACKEND";

  private static final Logger LOG = LoggerFactory.getLogger(BackendRegistry.class);

  /** What was warned of in this JVM. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  /** More broken providers than this at once, and the search is given up. */
  private static final int MOST_BROKEN = 32;

  private final List<BackendEntry> entries;
  private final Setting environment;

  /** Where an environment variable is looked up by name. */
  interface Setting {
    @Nullable String get(String name);
  }

  private BackendRegistry(List<BackendEntry> found, Setting environment) {
    List<BackendEntry> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingInt(BackendEntry::priority)
            .reversed()
            .thenComparing(BackendEntry::name));
    this.entries = List.copyOf(sorted);
    this.environment = environment;
  }

  /** Finds the providers that a class loader sees. Broken ones are kept, with the reason. */
  public static BackendRegistry load(ClassLoader loader) {
    return load(loader, System::getenv);
  }

  /** Finds the providers, reading the environment through a function. */
  static BackendRegistry load(ClassLoader loader, Setting environment) {
    List<BackendEntry> found = new ArrayList<>();
    Iterator<BackendProvider> providers =
        ServiceLoader.load(BackendProvider.class, loader).iterator();
    int broken = 0;
    while (broken < MOST_BROKEN) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        found.add(BackendEntry.of(providers.next()));
      } catch (ServiceConfigurationError | LinkageError e) {
        found.add(BackendEntry.broken("unloadable-" + ++broken, e));
      }
    }
    return new BackendRegistry(found, environment);
  }

  /** Makes a registry of given providers, reading the environment through a function. */
  static BackendRegistry of(List<BackendProvider> providers, Setting environment) {
    List<BackendEntry> found = new ArrayList<>();
    providers.forEach(provider -> found.add(BackendEntry.of(provider)));
    return new BackendRegistry(found, environment);
  }

  /**
   * Returns the providers that could be loaded and have the right SPI version, highest priority
   * first; whether they are available is another question.
   */
  public List<BackendProvider> providers() {
    List<BackendProvider> providers = new ArrayList<>();
    for (BackendEntry entry : entries) {
      BackendProvider provider = entry.provider();
      if (provider != null) {
        providers.add(provider);
      }
    }
    return List.copyOf(providers);
  }

  /** Asks every backend, broken ones too, whether it is available; highest priority first. */
  public List<BackendStatus> statuses() {
    return entries.stream()
        .map(entry -> new BackendStatus(entry.name(), entry.priority(), entry.availability()))
        .toList();
  }

  /**
   * Opens a backend.
   *
   * @param requested its name; if null or blank, property, environment and priority decide
   * @throws BackendException if the backend that was asked for is unknown or does not open, or, in
   *     the automatic choice, if none does; the message gives the reasons and the remedies
   */
  public Backend open(@Nullable String requested, BackendOptions options) {
    if (requested != null && !requested.isBlank()) {
      return openNamed(requested, "", options);
    }
    String fromProperty = System.getProperty(PROPERTY);
    if (fromProperty != null && !fromProperty.isBlank()) {
      return openNamed(fromProperty, " (system property " + PROPERTY + ")", options);
    }
    String fromEnvironment = environment.get(VARIABLE);
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return openNamed(fromEnvironment, " (environment variable " + VARIABLE + ")", options);
    }
    return openBest(Set.of(), options);
  }

  private Backend openNamed(String requested, String origin, BackendOptions options) {
    String name = requested.strip();
    for (BackendEntry entry : entries) {
      if (entry.name().equals(name)) {
        try {
          return entry.open(options);
        } catch (BackendException e) {
          throw new BackendException(e.getMessage() + origin, e);
        }
      }
    }
    String known = entries.stream().map(BackendEntry::name).collect(Collectors.joining(", "));
    throw new BackendException(
        "there is no backend '"
            + name
            + "'"
            + origin
            + EditDistance.nearest(name, entries.stream().map(BackendEntry::name).toList())
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse(".")
            + " Known backends: "
            + (known.isEmpty() ? "none" : known));
  }

  /**
   * Opens the best backend that is not among some, to go on when those have failed.
   *
   * @throws BackendException if none is available; the message gives the reasons and the remedies
   */
  public Backend openOther(Set<String> failed, BackendOptions options) {
    return openBest(failed, options);
  }

  /** Warns, once in a JVM, of backends that were added, do not work, and would have come first. */
  private void warn(BackendEntry chosen, List<String> faults) {
    List<String> all = new ArrayList<>(faults);
    for (BackendEntry entry : entries) {
      if (entry.priority() == Integer.MIN_VALUE) {
        all.add(entry.describe(entry.availability()));
      }
    }
    if (all.isEmpty() && chosen.priority() <= 0) {
      all.addAll(UnregisteredProviders.describe(providers()));
    }
    if (all.isEmpty()) {
      return;
    }
    String text = "computing with backend '" + chosen.name() + "': " + String.join("; ", all);
    if (!WARNED.add(text)) {
      return;
    }
    if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      // A program without a provider for SLF4J is to know too why it is slow.
      System.getLogger(BackendRegistry.class.getName()).log(System.Logger.Level.WARNING, text);
    } else {
      LOG.warn(text);
    }
  }

  private Backend openBest(Set<String> failed, BackendOptions options) {
    List<String> skipped = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (BackendEntry entry : entries) {
      if (failed.contains(entry.name())) {
        skipped.add("backend '" + entry.name() + "' has failed");
        continue;
      }
      Availability availability = entry.availability();
      if (!availability.available()) {
        skipped.add(entry.describe(availability));
        if (availability.faulty()) {
          faults.add(entry.describe(availability));
        }
        continue;
      }
      try {
        Backend backend = entry.open(options, availability);
        warn(entry, failed.isEmpty() ? faults : List.of());
        LOG.info(
            "backend {} on {}{}",
            entry.name(),
            backend.describe().device(),
            skipped.isEmpty() ? "" : "; skipped: " + String.join("; ", skipped));
        return backend;
      } catch (BackendException e) {
        skipped.add(String.valueOf(e.getMessage()));
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    throw new BackendException(
        skipped.isEmpty()
            ? "no backend was found: put mem3d-core and a mem3d-backend module on the class path"
            : "no backend is available:\n  " + String.join("\n  ", skipped));
  }
}
