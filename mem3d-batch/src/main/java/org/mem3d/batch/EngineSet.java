package org.mem3d.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;

/**
 * The engines of a cohort: one for all jobs, and a further one for each settings that some jobs
 * want instead. They are opened when they are first asked for. Thread-safe.
 */
public final class EngineSet implements AutoCloseable {
  private final PropagationSettings cohort;
  private final Function<PropagationSettings, SegmentationEngine> opener;
  private final Map<PropagationSettings, SegmentationEngine> engines = new LinkedHashMap<>();
  private boolean closed;

  /**
   * Makes a set without engines.
   *
   * @param cohort the settings of jobs that want no others
   * @param opener opens an engine, which the set closes
   */
  public EngineSet(
      PropagationSettings cohort, Function<PropagationSettings, SegmentationEngine> opener) {
    this.cohort = cohort;
    this.opener = opener;
  }

  /**
   * Returns the engine of a job.
   *
   * @throws IllegalStateException if the set is closed
   * @throws org.mem3d.Mem3dException if the engine cannot be opened
   */
  public SegmentationEngine of(Job job) {
    PropagationSettings wanted = job.settings().on(cohort);
    synchronized (engines) {
      if (closed) {
        throw new IllegalStateException("the engines are closed");
      }
      SegmentationEngine engine = engines.get(wanted);
      if (engine == null) {
        engine = opener.apply(wanted);
        engines.put(wanted, engine);
      }
      return engine;
    }
  }

  /** Closes all engines; harmless when repeated. */
  @Override
  public void close() {
    synchronized (engines) {
      closed = true;
      engines.values().forEach(SegmentationEngine::close);
      engines.clear();
    }
  }
}
