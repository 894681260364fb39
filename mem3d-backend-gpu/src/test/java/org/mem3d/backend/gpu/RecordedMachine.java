package org.mem3d.backend.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A machine as a text: {@code platform P}, {@code file PATH} for each file that is there, {@code
 * env NAME=VALUE}, and for each command {@code $ COMMAND}, then maybe {@code status N} or {@code
 * hangs}, then what it printed. Commands that are not there do not exist on it.
 */
final class RecordedMachine implements Commands {
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final Set<String> files = new HashSet<>();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private String platform = "";

  static RecordedMachine named(String name) {
    try (InputStream stream =
        RecordedMachine.class.getResourceAsStream("/machines/" + name + ".txt")) {
      RecordedMachine machine = new RecordedMachine();
      machine.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      return machine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parse(String text) {
    String command = null;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("$ ")) {
        command = line.substring(2);
        outcomes.put(command, new Outcome(End.DONE, 0, ""));
      } else if (line.startsWith("platform ")) {
        platform = line.substring(9);
      } else if (line.startsWith("file ")) {
        files.add(line.substring(5));
      } else if (line.startsWith("env ")) {
        int equals = line.indexOf('=');
        environment.put(line.substring(4, equals), line.substring(equals + 1));
      } else if (command != null && !line.isEmpty()) {
        outcomes.put(command, with(outcomes.get(command), line));
      }
    }
  }

  private static Outcome with(Outcome outcome, String line) {
    if (line.equals("hangs")) {
      return new Outcome(End.TIMED_OUT, 0, "");
    }
    if (line.startsWith("status ")) {
      return new Outcome(End.DONE, Integer.parseInt(line.substring(7)), "");
    }
    return new Outcome(outcome.end(), outcome.status(), outcome.output() + line + "\n");
  }

  @Override
  public Outcome run(List<String> command, Duration limit) {
    String tool = command.get(0);
    int slash = Math.max(tool.lastIndexOf('/'), tool.lastIndexOf('\\'));
    String name = tool.substring(slash + 1).replace(".exe", "");
    String line = String.join(" ", command).replace(tool, name);
    asked.add(line);
    Outcome outcome = outcomes.get(line);
    return outcome == null || !files.contains(tool) ? new Outcome(End.NOT_FOUND, 0, "") : outcome;
  }

  /** Returns the commands that were run. */
  List<String> asked() {
    return asked;
  }

  GpuReport look() {
    Host host =
        new Host(platform, name -> environment.getOrDefault(name, ""), files::contains, this);
    return new GpuProbe(host).look();
  }
}
