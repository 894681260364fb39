package org.mem3d.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mem3d.batch.Manifest;
import org.mem3d.batch.simulation.SimulatedCohort;
import org.mem3d.eval.Dataset;
import org.mem3d.eval.Prompt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a cohort with the marks of a simulated user. */
@Command(
    name = "simulate",
    description = {
      "Makes a cohort of jobs for 'batch' from labelled volumes (folders with image.nii.gz and"
          + " label.nii.gz): cut-outs around one object each, with marks of a simulated user and"
          + " the truth to compare with."
    })
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "The labelled volumes.")
  private Path data = Path.of(".");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The cohort's folder; made if it is not there.")
  private Path out = Path.of(".");

  @Option(names = "--jobs", paramLabel = "N", description = "How many jobs. Default: 200.")
  private int jobs = 200;

  @Option(
      names = "--sets",
      split = ",",
      paramLabel = "NAME",
      description = "The sets of cases; default: all of them.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--interaction",
      paramLabel = "KIND",
      converter = OptionNames.PromptNames.class,
      description = "scribble, click, box or extreme: how slices are marked. Default: scribble.")
  private Prompt prompt = Prompt.SCRIBBLE;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of what is drawn. Default: 1.")
  private long seed = 1;

  @Override
  public Integer call() {
    if (jobs < 1) {
      throw new ParameterException(spec.commandLine(), "--jobs must be 1 or more, not " + jobs);
    }
    Dataset found = Dataset.in(data);
    Dataset chosen = sets.isEmpty() ? found : found.only(sets);
    Manifest manifest = SimulatedCohort.write(chosen, out, jobs, prompt, seed);
    spec.commandLine()
        .getOut()
        .println(manifest.jobs().size() + " jobs, wrote " + out.resolve(SimulatedCohort.MANIFEST));
    return 0;
  }
}
