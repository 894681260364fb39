/** What networks need to run without a session: weights, passes over graphs, backends. */
module org.mem3d.runtime {
  requires transitive org.mem3d.api;
  requires org.slf4j;

  exports org.mem3d.runtime.backend;
  exports org.mem3d.runtime.digest;
  exports org.mem3d.runtime.golden;
  exports org.mem3d.runtime.json;
  exports org.mem3d.runtime.pass;
  exports org.mem3d.runtime.reference;
  exports org.mem3d.runtime.weights;

  uses org.mem3d.spi.BackendProvider;

  provides org.mem3d.spi.BackendProvider with
      org.mem3d.runtime.reference.ReferenceBackendProvider;
}
