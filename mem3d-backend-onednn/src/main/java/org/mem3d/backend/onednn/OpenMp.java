package org.mem3d.backend.onednn;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencl.User_func_Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The number of threads of oneDNN, which is OpenMP's setting of the thread that calls: every
 * compile and every run sets it anew.
 *
 * <p>No binding offers {@code omp_set_num_threads(int)}. It is called through a binding for
 * pointers to {@code void (*)(void*)}: on all platforms served here the first argument of either
 * lies in the same register.
 */
final class OpenMp {
  private static final @Nullable User_func_Pointer SET_NUM_THREADS = find();

  private OpenMp() {}

  @SuppressWarnings("resource") // for the life of the process
  private static @Nullable User_func_Pointer find() {
    Pointer function = Loader.addressof("omp_set_num_threads");
    if (function == null || function.isNull()) {
      return null;
    }
    return new User_func_Pointer(new LongPointer(1).put(function.address()));
  }

  /** Whether the number of threads can be set. */
  static boolean settable() {
    return SET_NUM_THREADS != null;
  }

  /** Returns a number of threads as the argument that {@link #apply} wants. */
  static Address threads(int count) {
    return new Address(count);
  }

  /** Sets the number of threads for what this thread computes next. */
  static void apply(Address threads) {
    if (SET_NUM_THREADS != null) {
      SET_NUM_THREADS.call(threads);
    }
  }
}
