package org.mem3d.backend.cpu;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.nd4j.Nd4jDevice;
import org.mem3d.spi.Availability;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.NativeLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What ND4J is bound to in this process. It is loaded once, by opening, for its loading cannot be
 * tried again; before that the class path tells.
 */
final class BoundCpu {
  private static final String REMEDY =
      "Add org.nd4j:nd4j-native:1.0.0-M2.1 and, with the classifier of this platform, its natives "
          + "(on Linux linux-x86_64-onednn-avx2), org.bytedeco:javacpp:1.5.13 and "
          + "org.bytedeco:openblas:0.3.31-1.5.13 (linux-x86_64)";

  private static final String FOLDER = "/org/nd4j/linalg/cpu/nativecpu/bindings/";

  private static @Nullable Availability found;

  private BoundCpu() {}

  /** Returns what loading gave, or, before it, what the class path promises. */
  static synchronized Availability availability() {
    Availability known = found;
    if (known != null) {
      return known;
    }
    Availability promised = promised(resource -> BoundCpu.class.getResource(resource) != null);
    Availability foreseen =
        promised.available() ? NativeLoading.foreseen("ND4J", folder(), libraries()) : null;
    return foreseen == null ? promised : foreseen;
  }

  /** Loads ND4J, the first time, and returns what it was bound to. */
  static synchronized Availability bound() {
    Availability known = found;
    if (known == null) {
      known = probe(Nd4j::getBackend);
      found = known;
    }
    return known;
  }

  /** Says what is to be expected of the natives that are on the class path. */
  static Availability promised(Predicate<String> onClassPath) {
    String library = "/" + System.mapLibraryName("jnind4jcpu");
    String platform = platform();
    boolean onednn =
        Stream.of("-onednn-avx2", "-onednn-avx512", "-onednn")
            .anyMatch(kind -> onClassPath.test(FOLDER + platform + kind + library));
    boolean plain =
        Stream.of("", "-avx2", "-avx512")
            .anyMatch(kind -> onClassPath.test(FOLDER + platform + kind + library));
    if (!onednn && !plain) {
      return Availability.faulty(
          "ND4J's natives for " + platform + " are not on the class path", REMEDY);
    }
    return Availability.yes(processor(Path.of("/proc/cpuinfo")), version(onednn));
  }

  private static String version(boolean onednn) {
    String version = Nd4j.class.getPackage().getImplementationVersion();
    return "ND4J "
        + (version == null ? "1.0.0-M2.1" : version)
        + (onednn ? " with oneDNN" : " without oneDNN");
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String family =
        system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macosx" : "linux";
    String architecture = System.getProperty("os.arch", "");
    return family + (architecture.equals("aarch64") ? "-arm64" : "-x86_64");
  }

  /** Turns whatever loading ND4J throws into a reason and a remedy. */
  static Availability probe(Supplier<Nd4jBackend> loading) {
    try {
      Nd4jBackend bound = loading.get();
      if (!bound.getEnvironment().isCPU()) {
        return Availability.no(
            "ND4J is bound to " + bound.getClass().getSimpleName() + " in this process",
            "Take the CUDA modules off the class path, or set BACKEND_PRIORITY_CPU above"
                + " BACKEND_PRIORITY_GPU in the environment");
      }
      boolean onednn = bound.buildInfo().contains("HAVE_ONEDNN");
      return Availability.yes(processor(Path.of("/proc/cpuinfo")), version(onednn));
    } catch (RuntimeException | LinkageError e) {
      return NativeLoading.explained("ND4J", e, folder(), libraries(), REMEDY);
    }
  }

  /**
   * Returns the natives that are unpacked; of several kinds JavaCPP takes the first it can load.
   */
  private static List<URL> libraries() {
    return Stream.of("-onednn-avx512", "-onednn-avx2", "-onednn", "-avx512", "-avx2", "")
        .map(kind -> FOLDER + platform() + kind + "/" + System.mapLibraryName("nd4jcpu"))
        .map(BoundCpu.class::getResource)
        .filter(Objects::nonNull)
        .limit(1)
        .toList();
  }

  /** Returns where natives are unpacked; null if no such folder can be made. */
  private static @Nullable Path folder() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException | LinkageError | RuntimeException e) {
      return null;
    }
  }

  static String processor(Path cpuinfo) {
    try {
      for (String line : Files.readAllLines(cpuinfo, StandardCharsets.UTF_8)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // Not Linux: the architecture has to do.
    }
    return System.getProperty("os.arch");
  }

  /** Returns the device with a number of threads, 0 being all cores. */
  static Nd4jDevice device(Availability availability, int threads) {
    int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    BackendDescription description =
        new BackendDescription(
            Nd4jCpuProvider.NAME, availability.device(), availability.version(), used);
    return new Nd4jDevice() {
      @Override
      public BackendDescription description() {
        return description;
      }

      @Override
      public void enter() {
        ops.setOmpNumThreads(used);
      }
    };
  }
}
