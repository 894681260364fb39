/**
 * What a program that uses mem3d sees ({@code org.mem3d}, {@code org.mem3d.file}), and what a
 * backend implements ({@code org.mem3d.spi}, {@code org.mem3d.graph}).
 */
module org.mem3d.api {
  requires static transitive org.jspecify;

  exports org.mem3d;
  exports org.mem3d.file;
  exports org.mem3d.graph;
  exports org.mem3d.spi;

  uses org.mem3d.spi.EngineProvider;
}
