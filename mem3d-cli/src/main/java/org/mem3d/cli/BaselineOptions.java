package org.mem3d.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.eval.ObjectResult;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.baseline.Baseline;
import org.mem3d.eval.baseline.BaselineMethod;
import org.mem3d.eval.baseline.NetworkBaseline;
import org.mem3d.file.FileRoles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that set baselines beside mem3d. */
final class BaselineOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--method",
      paramLabel = "A,B",
      split = ",",
      description =
          "What carries the masks: mem3d (the default), copy, interpolation, random-walker,"
              + " geodesic, graph-cut, unet3d. Baselines get the slices annotated in mem3d's run.")
  private List<String> methods = List.of(ObjectResult.MEM3D);

  @Option(
      names = "--seeds",
      paramLabel = "KIND",
      description =
          "What baselines get of an annotated slice: masks (the default), or marks alone"
              + " (scribbles and clicks; not for copy, interpolation and unet3d).")
  private String seeds = "masks";

  @Option(
      names = "--unet",
      paramLabel = "FILE",
      description = "The weights of unet3d, as 'mem3d train unet3d' writes them.")
  private @Nullable Path unet;

  /** The baselines of one command; closing lets go of a network. */
  record Opened(List<BaselineMethod> methods, @Nullable NetworkBaseline network)
      implements AutoCloseable {
    @Override
    public void close() {
      if (network != null) {
        network.close();
      }
    }
  }

  /** Returns whether mem3d itself is to be reported. */
  boolean withMem3d() {
    return methods.contains(ObjectResult.MEM3D);
  }

  /** Returns whether baselines get marks instead of masks. */
  boolean marksAlone() {
    return seeds.equals("marks");
  }

  /**
   * Refuses what does not go together.
   *
   * @param alone whether mem3d alone is measured
   */
  void check(Prompt interaction, boolean alone) {
    List<String> known = new ArrayList<>(List.of(ObjectResult.MEM3D));
    Arrays.stream(Baseline.values()).map(Baseline::method).forEach(known::add);
    known.add(NetworkBaseline.METHOD);
    for (String method : methods) {
      require(
          known.contains(method),
          "--method '" + method + "' is not one of " + String.join(", ", known));
    }
    require(
        seeds.equals("masks") || seeds.equals("marks"),
        "--seeds is masks or marks, not '" + seeds + "'");
    require(
        !alone || methods.equals(List.of(ObjectResult.MEM3D)),
        "--no-propagation and --challenge measure mem3d alone, without --method");
    boolean network = methods.contains(NetworkBaseline.METHOD);
    require(
        !network || unet != null,
        "--method unet3d needs --unet FILE, weights that 'mem3d train unet3d' wrote");
    require(network || unet == null, "--unet is for --method unet3d, which is not asked for");
    if (marksAlone()) {
      require(
          interaction == Prompt.SCRIBBLE
              || interaction == Prompt.REAL_SCRIBBLE
              || interaction == Prompt.CLICK,
          "--seeds marks needs --interaction scribble, real-scribble or click");
      for (Baseline baseline : named().toList()) {
        require(
            !baseline.needsWholeMasks(), "--method " + baseline.method() + " needs --seeds masks");
      }
      require(!network, "--method unet3d needs --seeds masks");
    }
  }

  /** Notes the file of weights as read. */
  void addTo(FileRoles files) {
    files.reads("--unet", unet);
  }

  private Stream<Baseline> named() {
    return Arrays.stream(Baseline.values()).filter(each -> methods.contains(each.method()));
  }

  /**
   * Returns the baselines asked for.
   *
   * @param threads how many compute; 0 for all cores
   */
  Opened open(int threads) {
    List<BaselineMethod> opened = new ArrayList<>(named().toList());
    NetworkBaseline network = unet == null ? null : NetworkBaseline.open(unet, threads);
    if (network != null) {
      opened.add(network);
    }
    return new Opened(opened, network);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
