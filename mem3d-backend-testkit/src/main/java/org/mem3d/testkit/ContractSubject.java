package org.mem3d.testkit;

import java.util.List;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendProvider;

/** What the parts of {@link BackendContract} test. */
public interface ContractSubject {
  /** Returns the provider. */
  BackendProvider contractProvider();

  /** Returns the precisions at which to compute. */
  List<DType> contractPrecisions();

  /** Returns whether the backend counts what is copied to its device and back; without this, no. */
  default boolean contractCountsTransfers() {
    return false;
  }

  /** Returns the backend opened for all tests. */
  Backend backend();
}
