package org.mem3d.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.mem3d.Mem3dException;
import org.mem3d.eval.MemoryFault;
import org.mem3d.file.FileFailure;
import org.mem3d.file.FileRoleException;
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
      EvaluateCommand.class,
      BackendsCommand.class,
      ModelCommand.class
    })
public final class Mem3d implements Runnable {
  static final int FAILED = 1;
  static final int USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and the library's log.")
  private boolean debug;

  /** Runs a command and ends the process with its status. */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--debug")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    Charset charset = Charset.defaultCharset();
    System.exit(
        run(
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            args));
  }

  /**
   * Runs a command.
   *
   * @param out gets the answers
   * @param err gets progress and errors
   * @return the exit status
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine =
        new CommandLine(new Mem3d())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            // The name of a file may begin with '@'.
            .setExpandAtFiles(false)
            .setExecutionStrategy(Mem3d::execute)
            .setParameterExceptionHandler(Mem3d::refuse)
            .setExecutionExceptionHandler(Mem3d::fail);
    commandLine.getSubcommands().values().forEach(command -> command.setUsageHelpWidth(100));
    int status = commandLine.execute(args);
    if (out.checkError()) {
      err.println("mem3d: the standard output stream took not all: is it full or closed?");
      status = status == 0 ? FAILED : status;
    }
    err.flush();
    return status;
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
    throw new ParameterException(spec.commandLine(), "say what to do: a command is missing");
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "mem3d: %s (see '%s --help')%n",
            FileFailure.oneLine(String.valueOf(e.getMessage())),
            command.getCommandSpec().qualifiedName());
    if (Arrays.asList(args).contains("--debug")) {
      e.printStackTrace(command.getErr());
    }
    return USAGE;
  }

  private static int fail(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    Mem3dException ofMemory = MemoryFault.of(thrown);
    Exception e = ofMemory == null ? thrown : ofMemory;
    PrintWriter err = command.getErr();
    err.println("mem3d: " + FileFailure.line(e));
    Mem3d root = (Mem3d) command.getCommandSpec().root().userObject();
    if (root.debug) {
      e.printStackTrace(err);
    } else if (!(e instanceof Mem3dException) && !(e instanceof UncheckedIOException)) {
      err.println("mem3d: this should not happen; --debug shows where it did");
    }
    return e instanceof FileRoleException ? USAGE : FAILED;
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
