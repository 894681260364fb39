package org.mem3d.backend.cuda;

import java.util.Map;
import java.util.function.Predicate;
import org.mem3d.backend.gpu.Gpu;
import org.mem3d.backend.gpu.GpuRequirement.Verdict;
import org.mem3d.spi.Availability;

/** Whether ND4J can compute on a card here, from what is known without loading it. Stateless. */
final class CudaAvailability {
  static final String CPU_IS_BOUND =
      "ND4J is bound to its CPU backend in this process, and binds one for the process's life";
  static final String BIND_CUDA =
      "open nd4j-cuda first, in a process of its own, with BACKEND_PRIORITY_GPU above"
          + " BACKEND_PRIORITY_CPU in the environment, or without nd4j-native on the class path";

  private static final Map<String, String> CLASSES =
      Map.of(
          "org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1",
          "/org/nd4j/linalg/jcublas/JCublasBackend.class",
          "org.nd4j:nd4j-cuda-11.6-preset:1.0.0-M2.1",
          "/org/nd4j/presets/cuda/Nd4jCudaPresets.class",
          "org.bytedeco:cuda:11.6-8.3-1.5.7",
          "/org/bytedeco/cuda/global/cudart.class");

  private CudaAvailability() {}

  /**
   * Says whether it can.
   *
   * @param verdict on the machine's cards
   * @param onClassPath whether there is a resource of that path
   * @param boundToCpu whether ND4J has bound its CPU backend already
   */
  static Availability of(
      Verdict verdict, String platform, Predicate<String> onClassPath, boolean boundToCpu) {
    Gpu gpu = verdict.gpu();
    if (gpu == null) {
      return Availability.no(verdict.reason(), verdict.remedy());
    }
    String folder = "/org/nd4j/linalg/jcublas/bindings/" + platform;
    String library = System.mapLibraryName("jnind4jcuda");
    boolean natives =
        onClassPath.test(folder + "-cudnn/" + library) || onClassPath.test(folder + "/" + library);
    String missing =
        CLASSES.entrySet().stream()
            .filter(each -> !onClassPath.test(each.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .findFirst()
            .orElse(natives ? "" : "org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1:" + platform + "-cudnn");
    if (!missing.isEmpty()) {
      return Availability.no(
          "there is " + gpu + ", but " + missing + " is not on the class path",
          "add the dependencies of the recipe nd4j-cuda in mem3d's docs/backends.md");
    }
    if (boundToCpu) {
      return Availability.no(CPU_IS_BOUND, BIND_CUDA);
    }
    return Availability.yes(gpu.toString(), "ND4J 1.0.0-M2.1, CUDA 11.6");
  }
}
