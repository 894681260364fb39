package org.mem3d.backend.onednn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencl.User_func_Pointer;
import org.bytedeco.opencl.global.OpenCL;

/**
 * How long threads of GNU's OpenMP spin before they sleep while they wait for each other. By its
 * default, on cores that other work shares, one thread that waits for a core keeps all others
 * spinning.
 *
 * <p>The library reads {@value #VARIABLE} when it is loaded and never again, so the variable stands
 * in the process's environment while the natives load, and is taken out afterwards: processes that
 * the program starts do not see it, {@link System#getenv} neither. What the user has set counts.
 * Where the library was loaded before by someone else, nothing changes.
 */
final class SpinCount {
  private static final String VARIABLE = "GOMP_SPINCOUNT";
  private static final String POLICY = "OMP_WAIT_POLICY";
  private static final int COUNT = 5000;

  private SpinCount() {}

  /** Does what loads the library, with the variable set if the user has said nothing of it. */
  static void during(Runnable loading) {
    // Java takes its copy of the environment here, before the variable is in it.
    boolean unsaid = System.getenv(VARIABLE) == null && System.getenv(POLICY) == null;
    if (!unsaid || !Processor.platform().startsWith("linux")) {
      loading.run();
      return;
    }
    // Its natives hold the call through a pointer, and need no OpenMP.
    Loader.load(OpenCL.class);
    try (LongPointer place = new LongPointer(1);
        BytePointer setting = new BytePointer(VARIABLE + "=" + COUNT);
        BytePointer variable = new BytePointer(VARIABLE)) {
      call(place, "putenv", setting);
      try {
        loading.run();
      } finally {
        call(place, "unsetenv", variable);
      }
    }
  }

  /** Calls a function of the C library that takes one pointer. */
  private static void call(LongPointer place, String function, Pointer argument) {
    try (Pointer found = Loader.addressof(function)) {
      if (found != null && !found.isNull()) {
        new User_func_Pointer(place.put(found.address())).call(argument);
      }
    }
  }
}
