package org.mem3d.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** JMH itself, with its own options. */
@Command(
    name = "jmh",
    description = "JMH with its own options, as in: jmh SliceBenchmark -p batch=4 -prof gc")
final class JmhCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ARG", description = "JMH's arguments; -h lists them.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws Exception {
    org.openjdk.jmh.Main.main(arguments.toArray(new String[0]));
    return 0;
  }
}
