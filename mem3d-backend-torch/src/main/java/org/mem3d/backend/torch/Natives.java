package org.mem3d.backend.torch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.mem3d.spi.Availability;
import org.mem3d.spi.NativeLoading;

/** What the class path and the system tell of libtorch's natives, without loading them. */
final class Natives {
  private static final String CUDA = "org.bytedeco:cuda:13.1-9.19-1.5.13";
  private static final String CUDA_LIBRARY = "jnitorch_cuda";

  private Natives() {}

  /** Returns the platform's classifier, as in {@code linux-x86_64}. */
  static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String family =
        system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macosx" : "linux";
    String architecture = System.getProperty("os.arch", "");
    return family + (architecture.equals("aarch64") ? "-arm64" : "-x86_64");
  }

  /** Returns the version of the bindings, as in {@code 2.10.0-1.5.13}; empty if it is not told. */
  static String version() {
    String resource = "/META-INF/maven/org.bytedeco/pytorch/pom.properties";
    try (InputStream stream = Natives.class.getResourceAsStream(resource)) {
      if (stream == null) {
        return "";
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the first artifact that is missing on the class path; null if none is. */
  static @Nullable String missing() {
    if (Natives.class.getResource("/org/bytedeco/pytorch/Tensor.class") == null) {
      return "org.bytedeco:pytorch";
    }
    if (library("org/bytedeco/pytorch", platform(), "jnitorch") == null
        && library("org/bytedeco/pytorch", platform() + "-gpu", "jnitorch") == null) {
      return "org.bytedeco:pytorch:" + platform();
    }
    if (library("org/bytedeco/openblas", platform(), "jniopenblas_nolapack") == null) {
      return "org.bytedeco:openblas:" + platform();
    }
    if (library("org/bytedeco/javacpp", platform(), "jnijavacpp") == null) {
      return "org.bytedeco:javacpp:" + platform();
    }
    return null;
  }

  /** Returns the first artifact that CUDA needs and that is not there; null if none is missing. */
  static @Nullable String missingForCuda() {
    if (!withCuda()) {
      return "org.bytedeco:pytorch:" + platform() + "-gpu";
    }
    if (Natives.class.getResource("/org/bytedeco/cuda/global/cudart.class") == null) {
      return CUDA;
    }
    return library("org/bytedeco/cuda", platform(), "jnicudart") == null
        ? CUDA + ":" + platform()
        : null;
  }

  /** Returns whether the natives for CUDA are on the class path. */
  static boolean withCuda() {
    return library("org/bytedeco/pytorch", platform() + "-gpu", CUDA_LIBRARY) != null;
  }

  private static @Nullable URL library(String folder, String platform, String name) {
    String file = System.mapLibraryName(name);
    return Natives.class.getResource("/" + folder + "/" + platform + "/" + file);
  }

  /** Returns what stands in the way of unpacking them; null if nothing does. */
  static @Nullable Availability foreseen() {
    return NativeLoading.foreseen("libtorch", folder(), libraries());
  }

  /** Returns why loading them failed. */
  static Availability explained(Throwable error) {
    return NativeLoading.explained(
        "libtorch",
        error,
        folder(),
        libraries(),
        "add org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp of one version,"
            + " each also with the classifier of this platform ("
            + platform()
            + "), to the class path");
  }

  private static List<URL> libraries() {
    URL plain = library("org/bytedeco/pytorch", platform(), "torch_cpu");
    URL cuda = library("org/bytedeco/pytorch", platform() + "-gpu", "torch_cpu");
    URL found = cuda == null ? plain : cuda;
    return found == null ? List.of() : List.of(found);
  }

  /** Returns where natives are unpacked; null if no such folder can be made. */
  private static @Nullable Path folder() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException | LinkageError | RuntimeException e) {
      return null;
    }
  }

  /** Returns the processor's name where the system tells it, else the architecture. */
  static String processor() {
    String name = processorField("model name");
    return name.isEmpty() ? System.getProperty("os.arch", "CPU") : name;
  }

  /** Returns whether the system says that the processor has instructions for bfloat16. */
  static boolean bfloat16() {
    String flags = " " + processorField("flags") + " ";
    return flags.contains(" avx512_bf16 ") || flags.contains(" amx_bf16 ");
  }

  private static String processorField(String field) {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return "";
    }
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
