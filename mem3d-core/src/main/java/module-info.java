/**
 * The engine, found as a service. Nothing here is for programs: its packages are exported to
 * mem3d's own modules alone.
 */
@SuppressWarnings("module") // those modules are built later, and need not be there
module org.mem3d.core {
  requires transitive org.mem3d.api;
  requires org.mem3d.runtime;
  requires org.slf4j;

  exports org.mem3d.core.concurrent to
      org.mem3d.published,
      org.mem3d.eval,
      org.mem3d.train;
  exports org.mem3d.core.interaction to
      org.mem3d.published,
      org.mem3d.train;
  exports org.mem3d.core.model to
      org.mem3d.published,
      org.mem3d.train,
      org.mem3d.cli,
      org.mem3d.benchmarks;
  exports org.mem3d.core.network to
      org.mem3d.train,
      org.mem3d.cli,
      org.mem3d.benchmarks;
  exports org.mem3d.core.propagation to
      org.mem3d.published,
      org.mem3d.train;
  exports org.mem3d.core.propagation.plan to
      org.mem3d.published,
      org.mem3d.train;
  exports org.mem3d.core.propagation.result to
      org.mem3d.published,
      org.mem3d.train;
  exports org.mem3d.core.refinement to
      org.mem3d.eval;
  exports org.mem3d.core.region to
      org.mem3d.published,
      org.mem3d.eval,
      org.mem3d.train;
  exports org.mem3d.core.store to
      org.mem3d.batch;

  uses org.mem3d.core.model.ModelFamily;

  provides org.mem3d.spi.EngineProvider with
      org.mem3d.core.session.CoreEngineProvider;
}
