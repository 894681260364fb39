package org.mem3d.backend.torch;

import org.jspecify.annotations.Nullable;
import org.mem3d.backend.gpu.Gpu;
import org.mem3d.backend.gpu.GpuRequirement.Verdict;
import org.mem3d.spi.Availability;

/** Whether libtorch can compute here, on the CPU and on a card. Stateless. */
final class TorchAvailability {
  private TorchAvailability() {}

  /**
   * Says whether it can.
   *
   * @param missing the first artifact that is not on the class path; null if none is missing
   * @param missingForCuda the first that only CUDA needs; null if none is missing
   * @param verdict on the machine's cards
   */
  static Availability of(
      @Nullable String missing, @Nullable String missingForCuda, Verdict verdict, String platform) {
    Gpu gpu = verdict.gpu();
    String cuda =
        gpu == null
            ? verdict.reason()
            : "there is " + gpu + ", but " + missingForCuda + " is not on the class path";
    if (missing != null) {
      return Availability.no(
          "libtorch's "
              + missing
              + " is not on the class path; on CUDA: "
              + (gpu == null ? verdict.reason() : "there is " + gpu),
          "add org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp, each also with"
              + " the classifier of this platform ("
              + platform
              + "), to the class path; for CUDA: "
              + (gpu == null
                  ? verdict.remedy()
                  : "take the recipe torch-cuda in mem3d's docs/backends.md instead"));
    }
    String version = "libtorch " + Natives.version();
    if (gpu != null && missingForCuda == null) {
      return Availability.yes(gpu + ", CUDA", version);
    }
    String remedy =
        gpu == null ? verdict.remedy() : "add the recipe torch-cuda in mem3d's docs/backends.md";
    return new Availability(
        true,
        "available on the CPU; on CUDA not: " + cuda + "; to have it: " + remedy,
        "",
        Natives.processor(),
        version);
  }
}
