package org.mem3d.eval.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.mem3d.Mem3dException;
import org.mem3d.eval.MemoryFault;
import org.mem3d.file.FileFailure;
import org.mem3d.file.FileRoleException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Runs the commands of a program. Whatever ends one becomes a line on the error stream and a
 * status: 0, {@link #FAILED}, or {@link #USAGE} for wrong usage. {@code --debug} shows stack
 * traces.
 */
public final class CommandProgram {
  /** The status of a command that failed. */
  public static final int FAILED = 1;

  /** The status of a command that was called wrongly. */
  public static final int USAGE = 2;

  private CommandProgram() {}

  /**
   * Runs a command on the process's own streams.
   *
   * @param program the root command with its subcommands; its settings are changed
   * @return the exit status
   */
  public static int run(CommandLine program, String... args) {
    Charset charset = Charset.defaultCharset();
    return run(
        program,
        new PrintWriter(System.out, true, charset),
        new PrintWriter(System.err, true, charset),
        args);
  }

  /**
   * Runs a command.
   *
   * @param program the root command with its subcommands; its settings are changed
   * @param out gets the answers
   * @param err gets progress and errors
   * @return the exit status
   */
  public static int run(CommandLine program, PrintWriter out, PrintWriter err, String... args) {
    program
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // The name of a file may begin with '@'.
        .setExpandAtFiles(false)
        .setExecutionStrategy(CommandProgram::execute)
        .setParameterExceptionHandler(CommandProgram::refuse)
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> fail(thrown, command, isDebug(args)));
    program.getSubcommands().values().forEach(command -> command.setUsageHelpWidth(100));
    int status = program.execute(args);
    if (out.checkError()) {
      err.println("mem3d: the standard output stream took not all: is it full or closed?");
      status = status == 0 ? FAILED : status;
    }
    err.flush();
    return status;
  }

  private static boolean isDebug(String... args) {
    return Arrays.asList(args).contains("--debug");
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

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "mem3d: %s (see '%s --help')%n",
            FileFailure.oneLine(String.valueOf(e.getMessage())),
            command.getCommandSpec().qualifiedName());
    if (isDebug(args)) {
      e.printStackTrace(command.getErr());
    }
    return USAGE;
  }

  private static int fail(Exception thrown, CommandLine command, boolean debug) {
    Mem3dException ofMemory = MemoryFault.of(thrown);
    Exception e = ofMemory == null ? thrown : ofMemory;
    PrintWriter err = command.getErr();
    err.println("mem3d: " + FileFailure.line(e));
    boolean expected =
        e instanceof Mem3dException
            || e instanceof IOException
            || e instanceof UncheckedIOException;
    if (debug) {
      e.printStackTrace(err);
    } else if (!expected) {
      err.println("mem3d: this should not happen; --debug shows where it did");
    }
    return e instanceof FileRoleException ? USAGE : FAILED;
  }
}
