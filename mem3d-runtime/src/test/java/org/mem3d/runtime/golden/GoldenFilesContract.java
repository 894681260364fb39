package org.mem3d.runtime.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * A backend, opened for each test and found empty after it, and golden tensors to compare with:
 * samples that lie in the repository as resources, and whole ones where the folder {@code shared}
 * is beside it.
 */
public abstract class GoldenFilesContract {
  /** A sample has hardly more values of a tensor than this. */
  private static final int SAMPLE = 1024;

  private final Path folder;
  private Backend backend;

  /** Names the folder in {@code shared}, beside the repository. */
  protected GoldenFilesContract(String folder) {
    this.folder = Path.of("..", "..", "shared", folder);
  }

  /** Returns the provider of the backend to test; it must be available here. */
  protected abstract BackendProvider provider();

  /** Returns a golden file of {@code shared}, or nothing, saying so, if it is not there. */
  protected final Optional<Path> shared(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      System.out.println("compared with samples alone: no " + file.toAbsolutePath().normalize());
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /** Reads golden samples that lie beside a class as the resource {@code golden/NAME}. */
  protected static Weights samples(Class<?> beside, String name) {
    String resource = "/golden/" + name;
    try (InputStream stream = beside.getResourceAsStream(resource)) {
      assertThat(stream).as(resource).isNotNull();
      return Safetensors.read(stream, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a sample of each tensor: all values of a small one, else every k-th, k being odd. */
  public static MapWeights sampled(Weights tensors) {
    MapWeights samples = new MapWeights();
    for (String name : tensors.names()) {
      float[] values = tensors.values(name);
      int step = values.length <= SAMPLE ? 1 : values.length / SAMPLE | 1;
      float[] sample = new float[(values.length + step - 1) / step];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = values[i * step];
      }
      samples.put(name, Shape.of(sample.length), sample);
    }
    return samples;
  }

  /** Returns the backend to test. */
  protected final Backend backend() {
    return backend;
  }

  @BeforeEach
  final void open() {
    backend = provider().open(BackendOptions.DEFAULT);
  }

  @AfterEach
  final void close() {
    if (backend != null) {
      long left = backend.allocatedBytes();
      backend.close();
      assertThat(left).as("bytes left on the backend").isZero();
    }
  }
}
