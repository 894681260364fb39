package org.mem3d.batch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cohort's files on this machine. Inputs are found from the manifest's folder; the results of a
 * job go into a folder of its name in {@code jobs}. Stateless.
 */
public final class LocalFiles implements CohortFiles {
  private static final String JOBS = "jobs";

  private final Path inputs;
  private final Path results;

  /**
   * Names the folders.
   *
   * @param inputs from which inputs without a root are found
   * @param results into which all results go; made when there is one
   */
  public LocalFiles(Path inputs, Path results) {
    this.inputs = inputs;
    this.results = results;
  }

  @Override
  public JobFiles open(Job job) {
    return new OfJob(results.resolve(JOBS).resolve(job.id()));
  }

  private final class OfJob implements JobFiles {
    private final Path folder;

    OfJob(Path folder) {
      this.folder = folder;
    }

    @Override
    public Path input(String name) throws IOException {
      return there(inputs, name);
    }

    @Override
    public Path beside(String name, String other) throws IOException {
      Path parent = there(inputs, name).toAbsolutePath().getParent();
      return there(parent == null ? inputs : parent, other);
    }

    private static Path there(Path from, String name) throws IOException {
      Path file;
      try {
        file = from.resolve(name);
      } catch (InvalidPathException e) {
        throw new IOException("'" + name + "' cannot be the name of a file", e);
      }
      if (!Files.exists(file)) {
        throw new FileNotFoundException(file + " does not exist; check the manifest");
      }
      return file;
    }

    @Override
    public @Nullable InputStream result(String name) throws IOException {
      Path file = folder.resolve(name);
      return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
    }

    @Override
    public void write(String name, Content content) throws IOException {
      Files.createDirectories(folder);
      content.writeTo(folder.resolve(name));
    }

    @Override
    public void close() {
      // Nothing was copied.
    }
  }
}
