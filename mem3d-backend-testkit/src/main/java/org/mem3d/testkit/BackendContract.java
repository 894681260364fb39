package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * Everything that a backend must do: a backend's test extends this and returns its provider.
 *
 * <pre>{@code
 * class ReferenceBackendTest extends BackendContract {
 *   @Override
 *   protected BackendProvider provider() {
 *     return new ReferenceBackendProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>The tests themselves stand in the interfaces that this class implements, one a subject. One
 * backend is opened for all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract
    implements ProviderContract,
        ComputationContract,
        RunContract,
        TensorContract,
        LifeCycleContract {
  private @Nullable Backend backend;

  /** Returns the provider to test; it must be available here. */
  protected abstract BackendProvider provider();

  /**
   * Returns the precisions to test; float32 must be among them. Cases whose nodes the backend does
   * not support at another precision are left out at that precision.
   */
  protected List<DType> precisions() {
    return List.of(DType.F32, DType.BF16, DType.F16, DType.I8);
  }

  /** Returns whether the backend counts what is copied to its device and back; without this, no. */
  protected boolean countsTransfers() {
    return false;
  }

  /** Returns the options under which the backend is opened. */
  protected BackendOptions options() {
    return BackendOptions.DEFAULT;
  }

  @Override
  public final BackendProvider contractProvider() {
    return provider();
  }

  @Override
  public final List<DType> contractPrecisions() {
    return precisions();
  }

  @Override
  public final boolean contractCountsTransfers() {
    return countsTransfers();
  }

  @Override
  public final Backend backend() {
    if (backend == null) {
      throw new IllegalStateException("the backend is opened before the first test");
    }
    return backend;
  }

  @BeforeAll
  final void openBackend() {
    backend = provider().open(options());
  }

  @AfterAll
  final void closeBackend() {
    Backend open = backend();
    long left = open.allocatedBytes();
    open.close();
    open.close();
    assertThat(left).as("bytes left after all tests closed what they had opened").isZero();
  }
}
