package org.mem3d.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import org.mem3d.eval.command.CommandProgram;
import org.mem3d.viewer.Viewer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code mem3d}. Exit status 0, 1 (failed) or 2 (usage). */
@Command(
    name = "mem3d",
    description = "Segments volumes from a few marks.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Mem3d.Version.class,
    footer = "A program of its own: ./mem3d train (see ./mem3d train --help).",
    scope = ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      SegmentCommand.class,
      ViewCommand.class,
      BatchCommand.class,
      EvaluateCommand.class,
      SimulateCommand.class,
      BackendsCommand.class,
      ModelCommand.class
    })
public final class Mem3d implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and the library's log.")
  @SuppressWarnings("unused") // Looked for among the arguments, since parsing may fail.
  private boolean debug;

  /** Runs a command and ends the process with its status. */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--debug")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    if (args.length > 0 && args[0].equals("view")) {
      // While the arguments are being parsed.
      Viewer.prepare();
    }
    System.exit(CommandProgram.run(new CommandLine(new Mem3d()), args));
  }

  /**
   * Runs a command.
   *
   * @param out gets the answers
   * @param err gets progress and errors
   * @return the exit status
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return CommandProgram.run(new CommandLine(new Mem3d()), out, err, args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: a command is missing");
  }

  /** Reads the version from the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Mem3d.class.getPackage().getImplementationVersion();
      return new String[] {"mem3d " + (version == null ? "(built from source)" : version)};
    }
  }
}
