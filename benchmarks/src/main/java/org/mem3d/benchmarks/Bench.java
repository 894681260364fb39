package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import org.mem3d.Mem3dException;
import org.mem3d.eval.MemoryFault;
import org.mem3d.file.FileFailure;
import org.mem3d.file.FileRoleException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks, {@code ./mem3d bench}. Exit status 0, 1 or 2 (usage). */
@Command(
    name = "mem3d bench",
    description = "Measures speed and prints a table; without a name, all but published.",
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
      Machine.class
    })
public final class Bench implements Runnable {
  /** Everything but the published networks, in the order in which it is run. */
  private static final List<String> NAMES =
      List.of("op", "read", "slice", "round", "session", "scale", "cold", "peer");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a benchmark and ends the process with its status. */
  public static void main(String[] args) {
    Charset charset = Charset.defaultCharset();
    System.exit(
        run(
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            args));
  }

  /**
   * Runs a benchmark.
   *
   * @param out gets the table
   * @param err gets progress and errors
   * @return the exit status
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine =
        new CommandLine(new Bench())
            .addSubcommand(jmh())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            // The name of a file may begin with '@'.
            .setExpandAtFiles(false)
            .setExecutionStrategy(Bench::execute)
            .setParameterExceptionHandler(Bench::refuse)
            .setExecutionExceptionHandler(Bench::fail);
    commandLine.getSubcommands().values().forEach(command -> command.setUsageHelpWidth(100));
    int status = commandLine.execute(args);
    if (out.checkError()) {
      err.println("mem3d: the standard output stream took not all: is it full or closed?");
      status = status == 0 ? 1 : status;
    }
    err.flush();
    return status;
  }

  /** Returns the command after which all that follows is JMH's own. */
  private static CommandLine jmh() {
    return new CommandLine(new JmhCommand())
        .setStopAtPositional(true)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  /** Runs a command; what is due to Java's memory ends as one line, like a fault of the input. */
  private static int execute(CommandLine.ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      Mem3dException told = MemoryFault.of(e);
      if (told == null) {
        throw e;
      }
      throw new CommandLine.ExecutionException(
          parsed.commandSpec().commandLine(), told.getMessage(), told);
    }
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

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .printf(
            "mem3d: %s (see '%s --help')%n",
            FileFailure.oneLine(String.valueOf(e.getMessage())), name);
    return 2;
  }

  private static int fail(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    Mem3dException ofMemory = MemoryFault.of(thrown);
    Exception e = ofMemory == null ? thrown : ofMemory;
    command
        .getErr()
        .println(
            "mem3d: "
                + (e instanceof IllegalArgumentException
                    ? FileFailure.oneLine(String.valueOf(e.getMessage()))
                    : FileFailure.line(e)));
    boolean expected =
        e instanceof Mem3dException
            || e instanceof IOException
            || e instanceof IllegalArgumentException;
    if (!expected) {
      e.printStackTrace(command.getErr());
    }
    return e instanceof FileRoleException ? 2 : 1;
  }
}
