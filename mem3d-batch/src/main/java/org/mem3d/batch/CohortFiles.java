package org.mem3d.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a cohort are: on this machine ({@link LocalFiles}), or wherever else a program
 * has them. Thread-safe.
 */
public interface CohortFiles {
  /** Writes a file. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes all of it.
     *
     * @param file on this machine; its name ends as that of the result does
     */
    void writeTo(Path file) throws IOException;
  }

  /** Opens the files of one job, to be closed by the caller, who is one thread. */
  JobFiles open(Job job);

  /** The files of one job; copies of them that were made on this machine go when it is closed. */
  interface JobFiles extends AutoCloseable {
    /**
     * Returns an input on this machine, with the files that belong to it ({@link DetachedVoxels}).
     *
     * @param name as the manifest has it
     * @throws IOException if it is not there or cannot be copied here; the message names it
     */
    Path input(String name) throws IOException;

    /**
     * Returns a file on this machine that an input names.
     *
     * @param name the input, as the manifest has it
     * @param other the file, as the input has it: found from the input's folder
     * @throws IOException as {@link #input}
     */
    Path beside(String name, String other) throws IOException;

    /**
     * Opens a result of the job, to be closed by the caller; null if it is not there.
     *
     * @param name its name in the job's folder
     */
    @Nullable InputStream result(String name) throws IOException;

    /**
     * Writes a result of the job, which is there whole or not at all.
     *
     * @param name its name in the job's folder
     */
    void write(String name, Content content) throws IOException;

    @Override
    void close() throws IOException;
  }
}
