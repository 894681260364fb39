package org.mem3d.core.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.Precision;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendStatus;
import org.mem3d.spi.EngineProvider;

/** Makes core engines; the API finds it as a service. Thread-safe. */
public final class CoreEngineProvider implements EngineProvider {
  /** Makes the provider; loads nothing. */
  public CoreEngineProvider() {}

  @Override
  public SegmentationEngine.Builder newBuilder() {
    return new Builder();
  }

  private static final class Builder implements SegmentationEngine.Builder {
    private @Nullable String backend;
    private Map<String, String> properties = Map.of();
    private @Nullable Path model;
    private ClassLoader loader = ownLoader();
    private EngineSettings settings = EngineSettings.DEFAULT;

    private static ClassLoader ownLoader() {
      ClassLoader own = CoreEngineProvider.class.getClassLoader();
      return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    @Override
    public Builder backend(String name) {
      return backend(name, Map.of());
    }

    @Override
    public Builder backend(String name, Map<String, String> ofBackend) {
      this.properties = Map.copyOf(Objects.requireNonNull(ofBackend, "the properties are null"));
      this.backend = Objects.requireNonNull(name, "the backend's name is null");
      return this;
    }

    @Override
    public List<BackendStatus> backends() {
      return BackendRegistry.load(loader).statuses();
    }

    @Override
    public Builder threads(int count) {
      if (count < 0) {
        throw new Mem3dException("threads must be 0 (all cores) or more, not " + count);
      }
      this.settings = settings.withThreads(count);
      return this;
    }

    @Override
    public Builder model(Path fileOrDirectory) {
      this.model = Objects.requireNonNull(fileOrDirectory, "the model's path is null");
      return this;
    }

    @Override
    public Builder classLoader(ClassLoader classLoader) {
      this.loader = Objects.requireNonNull(classLoader, "the class loader is null");
      return this;
    }

    @Override
    public Builder settings(PropagationSettings propagationSettings) {
      this.settings =
          settings.withPropagation(
              Objects.requireNonNull(propagationSettings, "the settings are null"));
      return this;
    }

    @Override
    public Builder profile(Profile profile) {
      this.settings = settings.withProfile(Objects.requireNonNull(profile, "the profile is null"));
      return this;
    }

    @Override
    public Builder precision(Precision precision) {
      this.settings =
          settings.withPrecision(Objects.requireNonNull(precision, "the precision is null"));
      return this;
    }

    @Override
    public Builder cacheBytes(long bytes) {
      if (bytes < 0) {
        throw new Mem3dException("cacheBytes must be 0 (keep nothing) or more, not " + bytes);
      }
      this.settings = settings.withCacheBytes(bytes);
      return this;
    }

    @Override
    public Builder historyBytes(long bytes) {
      if (bytes < 0) {
        throw new Mem3dException(
            "historyBytes must be 0 (keep the last step alone) or more, not " + bytes);
      }
      this.settings = settings.withHistoryBytes(bytes);
      return this;
    }

    @Override
    public SegmentationEngine open() {
      // Weights are unpacked while natives load.
      FutureTask<ModelFiles> reading = new FutureTask<>(() -> ModelFiles.open(model, loader));
      Thread reader = new Thread(reading, "mem3d-weights");
      reader.setDaemon(true);
      reader.setContextClassLoader(null);
      reader.start();
      BackendRegistry registry = BackendRegistry.load(loader);
      BackendOptions options = new BackendOptions(settings.threads(), Map.of());
      Backend opened;
      try {
        opened = registry.open(backend, new BackendOptions(settings.threads(), properties));
      } catch (RuntimeException | Error e) {
        result(reading);
        throw e;
      }
      try {
        ModelFiles files = result(reading);
        return new CoreEngine(
            opened,
            files,
            settings,
            failed -> registry.openOther(failed, options),
            new DeviceBudget());
      } catch (RuntimeException | Error e) {
        opened.close();
        throw e;
      }
    }

    /** Waits for weights; what was wrong with them is thrown. */
    private static ModelFiles result(FutureTask<ModelFiles> reading) {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return reading.get();
          } catch (InterruptedException e) {
            interrupted = true;
          } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
              throw cause;
            }
            if (e.getCause() instanceof Error cause) {
              throw cause;
            }
            throw new IllegalStateException(e);
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
