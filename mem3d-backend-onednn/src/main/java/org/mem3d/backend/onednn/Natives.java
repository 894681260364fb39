package org.mem3d.backend.onednn;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.mem3d.spi.Availability;
import org.mem3d.spi.NativeLoading;

/**
 * oneDNN's natives: whether they are there, and whether they load. A failure is kept: loading
 * cannot be tried again in one process, and a second try would say less of the cause. Thread-safe.
 */
final class Natives {
  private static final String[] BINDINGS = {
    "javacpp/Loader", "opencl/global/OpenCL", "dnnl/global/dnnl"
  };

  private static final String[] LIBRARIES = {
    "javacpp/jnijavacpp", "opencl/jniOpenCL", "dnnl/jnidnnl"
  };

  private static @Nullable Availability failure;

  private Natives() {}

  /** Loads the natives, if that did not fail before, and returns what came of it. */
  static synchronized Availability availability() {
    Availability known = failure;
    if (known != null) {
      return known;
    }
    Availability found = load();
    failure = found.available() ? null : found;
    return found;
  }

  private static Availability load() {
    try {
      SpinCount.during(() -> new DnnlEngine().close());
      return Availability.yes(Processor.name(), DnnlEngine.version());
    } catch (LinkageError | RuntimeException e) {
      return failed(e);
    }
  }

  private static Availability failed(Throwable error) {
    String platform = Processor.platform();
    String remedy =
        "add org.bytedeco:dnnl, org.bytedeco:opencl and org.bytedeco:javacpp, each also with the"
            + " classifier of this platform ("
            + platform
            + "), to the class path";
    for (String binding : BINDINGS) {
      if (Natives.class.getResource("/org/bytedeco/" + binding + ".class") == null) {
        return missing("org.bytedeco:" + binding.substring(0, binding.indexOf('/')), remedy);
      }
    }
    List<URL> libraries = new ArrayList<>();
    for (String library : LIBRARIES) {
      int end = library.indexOf('/');
      String artifact = library.substring(0, end);
      String name = System.mapLibraryName(library.substring(end + 1));
      URL found =
          Natives.class.getResource("/org/bytedeco/" + artifact + "/" + platform + "/" + name);
      if (found == null) {
        return missing("org.bytedeco:" + artifact + ":" + platform, remedy);
      }
      libraries.add(found);
    }
    return NativeLoading.explained("oneDNN", error, folder(), libraries, remedy);
  }

  private static Availability missing(String artifact, String remedy) {
    return Availability.faulty(
        "the natives of oneDNN cannot be loaded: " + artifact + " is not on the class path",
        remedy);
  }

  /** Returns where natives are unpacked; null if no such folder can be made. */
  private static @Nullable Path folder() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException | LinkageError | RuntimeException e) {
      return null;
    }
  }
}
