package org.mem3d.backend.gpu;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test where there is a card that the backend's kernels reach and its natives are on the
 * class path; elsewhere prints why not. By its tag, Maven gives every such class a JVM of its own:
 * backends on cards do not share a process, nor one with tests on the CPU.
 */
@Tag(EnabledIfCuda.TAG)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(IfCuda.class)
public @interface EnabledIfCuda {
  /** The tag of such tests, by which the modules' builds choose them. */
  String TAG = "card";

  /** Which kernels. */
  enum Kernels {
    /** {@link GpuRequirement#ND4J}. */
    ND4J,
    /** {@link GpuRequirement#TORCH}. */
    TORCH
  }

  /** Whose kernels are to run. */
  Kernels kernels();

  /**
   * A resource that the natives' artifact holds, {@code PLATFORM} standing for the platform and
   * {@code LIBRARY(name)} for a library's file.
   */
  String natives();
}
