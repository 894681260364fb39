package org.mem3d.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.batch.CohortFiles;
import org.mem3d.batch.DetachedVoxels;
import org.mem3d.batch.Job;
import org.mem3d.batch.LocalFiles;
import org.mem3d.file.WholeFile;

/**
 * A cohort's files on any file system that Hadoop reaches. What is not on this machine is copied
 * into a folder of its own for as long as a job runs; results are written here and then brought
 * there under another name, which is changed when all of it is there. What is on this machine
 * (scheme {@code file}) is read and written where it is, as {@link LocalFiles} does.
 */
final class HadoopFiles implements CohortFiles {
  private static final String LOCAL = "file";
  private static final String JOBS = "jobs";

  private final Path inputs;
  private final Path results;
  private final Configuration configuration;

  /**
   * Names the folders.
   *
   * @param inputs from which inputs without a root are found
   * @param results into which all results go
   */
  HadoopFiles(String inputs, String results, Configuration configuration) {
    this.configuration = configuration;
    this.inputs = qualified(new Path(inputs));
    this.results = qualified(new Path(results));
  }

  /** Returns a path with the scheme of its file system. */
  private Path qualified(Path path) {
    try {
      return path.getFileSystem(configuration).makeQualified(path);
    } catch (IOException e) {
      throw new Mem3dException(
          path + " is on no file system that can be used: " + e.getMessage(), e);
    }
  }

  /** Returns where {@code this} is, for another machine, whose own folder may be another. */
  JobTask.Place place(EngineChoice engine) {
    return new JobTask.Place(inputs.toString(), results.toString(), engine);
  }

  /** Returns all bytes of an input. */
  byte[] read(String name) throws IOException {
    Path path = qualified(new Path(inputs, name));
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      return in.readAllBytes();
    }
  }

  /** Writes a table into the folder of the results. */
  void write(String name, String text) throws IOException {
    put(new Path(results, name), file -> WholeFile.write(file, text));
  }

  /** Returns a place in the folder of the results. */
  String place(String name) {
    return new Path(results, name).toString();
  }

  @Override
  public JobFiles open(Job job) {
    return new OfJob(new Path(new Path(results, JOBS), job.id()));
  }

  private static boolean isLocal(Path path) {
    return LOCAL.equals(path.toUri().getScheme());
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  private void put(Path target, Content content) throws IOException {
    if (isLocal(target)) {
      java.nio.file.Path file = local(target);
      java.nio.file.Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      content.writeTo(file);
      return;
    }
    java.nio.file.Path scratch = Files.createTempDirectory("mem3d-result");
    try {
      java.nio.file.Path file = scratch.resolve(target.getName());
      content.writeTo(file);
      upload(file, target);
    } finally {
      delete(scratch);
    }
  }

  private void upload(java.nio.file.Path file, Path target) throws IOException {
    FileSystem system = target.getFileSystem(configuration);
    // Two attempts at one job may write at the same time: each has a name of its own.
    Path part = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = system.create(part)) {
        in.transferTo(out);
      }
      system.delete(target, false);
      if (!system.rename(part, target)) {
        throw new IOException(target + " cannot be written: " + part + " keeps its name");
      }
    } finally {
      system.delete(part, false);
    }
  }

  private static void delete(java.nio.file.Path folder) throws IOException {
    List<java.nio.file.Path> all;
    try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (java.nio.file.Path each : all) {
      Files.delete(each);
    }
  }

  private final class OfJob implements JobFiles {
    private final Path folder;
    private final Map<Path, java.nio.file.Path> copies = new HashMap<>();
    private java.nio.file.@Nullable Path scratch;

    OfJob(Path folder) {
      this.folder = folder;
    }

    @Override
    public java.nio.file.Path input(String name) throws IOException {
      return here(qualified(new Path(inputs, name)));
    }

    @Override
    public java.nio.file.Path beside(String name, String other) throws IOException {
      Path parent = qualified(new Path(inputs, name)).getParent();
      return here(qualified(new Path(parent, other)));
    }

    private java.nio.file.Path here(Path path) throws IOException {
      FileSystem system = path.getFileSystem(configuration);
      if (!system.exists(path)) {
        throw new FileNotFoundException(path + " does not exist; check the manifest");
      }
      if (isLocal(path)) {
        return local(path);
      }
      java.nio.file.Path copy = copies.get(path);
      if (copy == null) {
        copy = copied(system, path);
        copies.put(path, copy);
      }
      return copy;
    }

    private java.nio.file.Path copied(FileSystem system, Path path) throws IOException {
      if (scratch == null) {
        scratch = Files.createTempDirectory("mem3d-inputs");
      }
      java.nio.file.Path own =
          Files.createDirectories(scratch.resolve(Integer.toString(copies.size())));
      for (FileStatus each : belonging(system, path)) {
        copy(system, each, own);
      }
      return own.resolve(path.getName());
    }

    private static List<FileStatus> belonging(FileSystem system, Path path) throws IOException {
      List<FileStatus> all = new ArrayList<>();
      all.add(system.getFileStatus(path));
      if (DetachedVoxels.belong(path.getName(), path.getName())) {
        for (FileStatus other : system.listStatus(path.getParent())) {
          String name = other.getPath().getName();
          if (!name.equals(path.getName()) && DetachedVoxels.belong(path.getName(), name)) {
            all.add(other);
          }
        }
      }
      return all;
    }

    private static void copy(FileSystem system, FileStatus from, java.nio.file.Path into)
        throws IOException {
      java.nio.file.Path target = into.resolve(from.getPath().getName());
      if (from.isDirectory()) {
        Files.createDirectories(target);
        for (FileStatus each : system.listStatus(from.getPath())) {
          copy(system, each, target);
        }
        return;
      }
      WholeFile.write(
          target,
          out -> {
            try (InputStream in = system.open(from.getPath())) {
              in.transferTo(out);
            }
          });
    }

    @Override
    public @Nullable InputStream result(String name) throws IOException {
      Path path = new Path(folder, name);
      FileSystem system = path.getFileSystem(configuration);
      return system.exists(path) ? system.open(path) : null;
    }

    @Override
    public void write(String name, Content content) throws IOException {
      put(new Path(folder, name), content);
    }

    @Override
    public void close() throws IOException {
      if (scratch != null) {
        delete(scratch);
      }
    }
  }
}
