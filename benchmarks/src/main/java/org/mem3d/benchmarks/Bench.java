package org.mem3d.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import org.mem3d.Mem3dException;
import org.mem3d.eval.command.CommandProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks, {@code ./mem3d bench}. Exit status 0, 1 or 2 (usage). */
@Command(
    name = "mem3d bench",
    description =
        "Measures speed and prints a table; without a name, all but published, large and kept.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "[NAME]",
    subcommands = {
      OpCommand.class,
      JmhTable.Read.class,
      JmhTable.Slice.class,
      RoundCommand.class,
      SessionCommand.class,
      ScaleBenchmark.class,
      ColdStartBenchmark.class,
      PeerBenchmark.class,
      PublishedRound.class,
      LargeCommand.class,
      KeptCommand.class,
      Machine.class
    })
public final class Bench implements Runnable {
  /** Everything but what takes long, in the order in which it is run. */
  private static final List<String> NAMES =
      List.of("op", "read", "slice", "round", "session", "scale", "cold", "peer");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a benchmark and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(CommandProgram.run(program(), args));
  }

  /**
   * Runs a benchmark.
   *
   * @param out gets the table
   * @param err gets progress and errors
   * @return the exit status
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return CommandProgram.run(program(), out, err, args);
  }

  private static CommandLine program() {
    return new CommandLine(new Bench()).addSubcommand(jmh());
  }

  /** Returns the command after which all that follows is JMH's own. */
  private static CommandLine jmh() {
    return new CommandLine(new JmhCommand())
        .setStopAtPositional(true)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public void run() {
    for (String name : NAMES) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("== " + name);
      int status = run(out, spec.commandLine().getErr(), name);
      if (status != 0) {
        throw new Mem3dException(name + " failed");
      }
    }
  }
}
