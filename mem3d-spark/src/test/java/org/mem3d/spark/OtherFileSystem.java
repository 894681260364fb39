package org.mem3d.spark;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system that Hadoop reaches and this machine's own tools do not: paths are other:/... */
public final class OtherFileSystem extends RawLocalFileSystem {
  static final String IMPLEMENTATION = "fs.other.impl";

  private static final URI ROOT = URI.create("other:///");

  /** Returns a configuration that knows it. */
  static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(IMPLEMENTATION, OtherFileSystem.class.getName());
    return configuration;
  }

  @Override
  public String getScheme() {
    return "other";
  }

  @Override
  public URI getUri() {
    return ROOT;
  }
}
