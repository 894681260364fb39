package org.mem3d.backend.gpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.gpu.Commands.End;

/**
 * Finds out which NVIDIA cards this machine has, by looking at files and asking {@code nvidia-smi};
 * nothing native is loaded. Thread-safe.
 *
 * <p>Where there is no driver it starts no process. A tool that hangs is given up after {@value
 * #SECONDS} seconds.
 */
public final class GpuProbe {
  /** How long {@code nvidia-smi} may take for one answer. */
  static final int SECONDS = 5;

  private static final String DRIVER_REMEDY =
      "on a machine with an NVIDIA card, install NVIDIA's driver; without one, use a backend for"
          + " the CPU";
  private static final String CUDA_VISIBLE_DEVICES = "CUDA_VISIBLE_DEVICES";

  private static @Nullable GpuReport found;

  private final Host host;

  GpuProbe(Host host) {
    this.host = host;
  }

  /** Returns what was found on this machine, which is looked at once in the life of the process. */
  public static synchronized GpuReport report() {
    GpuReport known = found;
    if (known == null) {
      known = new GpuProbe(Host.current()).look();
      found = known;
    }
    return known;
  }

  /** Looks at the machine. */
  GpuReport look() {
    if (host.isMac()) {
      return none(null, "CUDA does not exist for macOS", "use a backend for the CPU");
    }
    boolean library = libraries().stream().anyMatch(host.exists());
    List<String> tools = tools();
    if (!library && tools.isEmpty()) {
      return none(
          null,
          "no NVIDIA driver is installed: there is neither nvidia-smi nor " + libraryName(),
          DRIVER_REMEDY);
    }
    NvidiaSmi.Answer answer =
        new NvidiaSmi(host.commands(), tools, Duration.ofSeconds(SECONDS)).ask();
    if (answer.end() == End.TIMED_OUT) {
      return none(
          null,
          "nvidia-smi did not answer within " + SECONDS + " seconds: the driver hangs",
          "see that nvidia-smi answers; restarting the machine often helps");
    }
    if (tools.isEmpty() || answer.end() == End.NOT_FOUND) {
      return none(
          null,
          libraryName() + " is there but nvidia-smi is not, so the cards are unknown",
          "install nvidia-smi, which comes with the driver; in a container, start it with"
              + " NVIDIA_DRIVER_CAPABILITIES=compute,utility");
    }
    if (answer.status() != 0) {
      return failed(answer);
    }
    return visible(answer, library);
  }

  private GpuReport none(@Nullable DriverVersion driver, String fault, String remedy) {
    return GpuReport.none(host.platform(), driver, fault, remedy);
  }

  private GpuReport failed(NvidiaSmi.Answer answer) {
    String said = oneLine(answer.output());
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("no devices were found")) {
      return none(null, "the NVIDIA driver finds no card", DRIVER_REMEDY);
    }
    String remedy = "see that nvidia-smi answers";
    if (lower.contains("version mismatch")) {
      remedy = "restart the machine: the driver was updated under a running system";
    } else if (lower.contains("communicate with the nvidia driver")) {
      remedy = "install NVIDIA's driver anew, or start the one that is installed";
    } else if (lower.contains("is lost")) {
      remedy = "restart the machine: the card has stopped answering";
    } else if (lower.contains("blocked by the operating system")) {
      remedy = "let Windows' Linux subsystem (WSL) use the card: update it and Windows' driver";
    }
    return none(null, "nvidia-smi failed (status " + answer.status() + "): " + said, remedy);
  }

  private GpuReport visible(NvidiaSmi.Answer answer, boolean library) {
    DriverVersion driver = answer.driver();
    if (driver == null) {
      String said = oneLine(answer.output());
      boolean none = said.toLowerCase(Locale.ROOT).contains("no devices were found");
      return none(
          null,
          none
              ? "the NVIDIA driver finds no card"
              : "nvidia-smi answered what is not understood: "
                  + (said.isEmpty() ? "nothing" : said),
          none
              ? DRIVER_REMEDY
              : "see that nvidia-smi --query-gpu=name --format=csv lists the card");
    }
    if (answer.gpus().isEmpty()) {
      return none(
          driver,
          "the card is divided (MIG) and no part of it is given out",
          "make a MIG instance with nvidia-smi mig -cgi, or switch MIG off");
    }
    if (!library) {
      return none(
          driver,
          "nvidia-smi works but " + libraryName() + " is not there, so programs cannot compute",
          "install the whole driver; in a container, start it with"
              + " NVIDIA_DRIVER_CAPABILITIES=compute,utility");
    }
    String setting = host.environment().apply(CUDA_VISIBLE_DEVICES);
    List<Gpu> seen = isSet(setting) ? chosen(answer.gpus(), setting) : answer.gpus();
    if (seen.isEmpty()) {
      return none(
          driver,
          "CUDA_VISIBLE_DEVICES=" + setting + " hides every card",
          "leave that variable unset, or let it name a card");
    }
    return GpuReport.of(host.platform(), driver, seen);
  }

  /** An empty value hides all cards too, but cannot be told from one that is not set. */
  private static boolean isSet(String setting) {
    return !setting.isBlank();
  }

  /**
   * Returns the cards that the variable names, up to the first that does not exist, as CUDA does.
   */
  private static List<Gpu> chosen(List<Gpu> all, String setting) {
    List<Gpu> chosen = new ArrayList<>();
    for (String each : Arrays.stream(setting.split(",", -1)).map(String::strip).toList()) {
      Gpu named = null;
      if (each.matches("[0-9]{1,4}")) {
        int index = Integer.parseInt(each);
        named = index < all.size() ? all.get(index) : null;
      } else if (!each.isEmpty()) {
        named = all.stream().filter(gpu -> gpu.uuid().startsWith(each)).findFirst().orElse(null);
      }
      if (named == null) {
        break;
      }
      chosen.add(named);
    }
    return chosen;
  }

  private static String oneLine(String output) {
    String text = output.strip().replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
    return text.length() > 160 ? text.substring(0, 160) + "..." : text;
  }

  private String libraryName() {
    return host.isWindows() ? "nvcuda.dll" : "libcuda.so.1";
  }

  /** Returns where the driver's library may lie. */
  private List<String> libraries() {
    if (host.isWindows()) {
      return List.of(windows() + "\\System32\\nvcuda.dll");
    }
    List<String> paths = new ArrayList<>();
    for (String folder : host.environment().apply("LD_LIBRARY_PATH").split(":", -1)) {
      if (!folder.isEmpty()) {
        paths.add(folder + "/libcuda.so.1");
      }
    }
    for (String folder :
        List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/lib/wsl/lib",
            "/usr/lib64/nvidia",
            "/usr/local/nvidia/lib64",
            "/usr/local/cuda/compat",
            "/run/opengl-driver/lib")) {
      paths.add(folder + "/libcuda.so.1");
    }
    return paths;
  }

  /** Returns the places at which the driver's tool is. */
  private List<String> tools() {
    List<String> places = new ArrayList<>();
    String separator = host.isWindows() ? ";" : ":";
    String slash = host.isWindows() ? "\\" : "/";
    String file = host.isWindows() ? "nvidia-smi.exe" : "nvidia-smi";
    for (String folder : host.environment().apply("PATH").split(separator, -1)) {
      if (!folder.isEmpty()) {
        places.add(folder + slash + file);
      }
    }
    if (host.isWindows()) {
      places.add(windows() + "\\System32\\nvidia-smi.exe");
      places.add("C:\\Program Files\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe");
    } else {
      places.add("/usr/bin/nvidia-smi");
      places.add("/usr/lib/wsl/lib/nvidia-smi");
      places.add("/run/current-system/sw/bin/nvidia-smi");
    }
    return places.stream().distinct().filter(host.exists()).toList();
  }

  private String windows() {
    String root = host.environment().apply("SystemRoot");
    return root.isEmpty() ? "C:\\Windows" : root;
  }
}
