package org.mem3d.backend.onednn;

import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * The provider {@code onednn}: the fast path on CPUs, in float32, and in bfloat16 where the
 * processor has instructions for it. Without a number of threads in the options it takes that of
 * the variable {@code OMP_NUM_THREADS}, or all processors. Thread-safe.
 *
 * <p>Takes two properties. {@value #PROFILE}: with {@code true}, graphs time their steps, and
 * {@code describe()} of a graph that has run tells the median of each. {@value #WINOGRAD}: with
 * {@code false}, every convolution is computed directly, as a peak is measured; slower, and closer
 * to the last digit.
 */
public final class OneDnnProvider implements BackendProvider {
  /** The property that makes graphs time their steps. */
  public static final String PROFILE = Settings.PROFILE;

  /**
   * The property that lets convolutions in float32 be computed with fewer products, as they are.
   */
  public static final String WINOGRAD = Settings.WINOGRAD;

  private static final String NAME = "onednn";

  /** Makes a provider; loads nothing. */
  public OneDnnProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    return Natives.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    Settings settings = Settings.of(options.properties());
    Availability availability = availability();
    if (!availability.available()) {
      throw new BackendException("onednn: " + availability.reason() + "; " + availability.remedy());
    }
    if (options.threads() > 0 && !OpenMp.settable()) {
      throw new BackendException(
          "onednn: the number of threads cannot be set here: leave it 0, and set OMP_NUM_THREADS="
              + options.threads()
              + " in the environment");
    }
    int threads = options.threads() > 0 ? options.threads() : defaultThreads();
    BackendDescription description =
        new BackendDescription(NAME, availability.device(), availability.version(), threads);
    return new OneDnnBackend(description, new DnnlEngine(), settings);
  }

  /** OpenMP's own setting in the environment if there is one, else all processors. */
  private static int defaultThreads() {
    String given = System.getenv("OMP_NUM_THREADS");
    return given != null && given.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(given)
        : Runtime.getRuntime().availableProcessors();
  }
}
