package org.mem3d.backend.gpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.gpu.Commands.End;
import org.mem3d.backend.gpu.Commands.Outcome;

/**
 * The driver's own tool, asked in the few ways that the probe needs. What it prints is believed in
 * small pieces only: a line that does not read as a card is no card.
 */
final class NvidiaSmi {
  private static final List<String> FIELDS =
      List.of(
          "uuid",
          "name",
          "driver_version",
          "memory.total",
          "memory.free",
          "mig.mode.current",
          "compute_cap");

  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("Field \"([a-z_.]+)\" is not a valid field");
  private static final Pattern CARD_LINE =
      Pattern.compile("GPU [0-9]+: .+ \\(UUID: (GPU-[0-9a-fA-F-]+)\\)");
  private static final Pattern PART_LINE =
      Pattern.compile("\\s+MIG (\\S*?([0-9]+)gb\\S*)\\s+Device\\s+[0-9]+: \\(UUID: (MIG-[^)]+)\\)");

  private final Commands commands;
  private final List<String> candidates;
  private final Duration limit;

  /** Makes a tool that is looked for under these names, each call ending after the limit. */
  NvidiaSmi(Commands commands, List<String> candidates, Duration limit) {
    this.commands = commands;
    this.candidates = List.copyOf(candidates);
    this.limit = limit;
  }

  /** What the tool said: cards, or how it failed. */
  record Answer(
      End end, int status, String output, @Nullable DriverVersion driver, List<Gpu> gpus) {
    Answer {
      gpus = List.copyOf(gpus);
    }

    private static Answer failed(Outcome outcome) {
      return new Answer(outcome.end(), outcome.status(), outcome.output(), null, List.of());
    }
  }

  /** Asks for all cards. */
  Answer ask() {
    Outcome outcome = new Outcome(End.NOT_FOUND, 0, "");
    for (String tool : candidates) {
      List<String> fields = new ArrayList<>(FIELDS);
      outcome = query(tool, fields);
      // Older drivers know fewer fields, and name the first one that they do not know.
      Matcher unknown = UNKNOWN_FIELD.matcher(outcome.output());
      while (unknown.find() && fields.remove(unknown.group(1))) {
        outcome = query(tool, fields);
        unknown = UNKNOWN_FIELD.matcher(outcome.output());
      }
      if (outcome.end() == End.NOT_FOUND) {
        continue;
      }
      boolean answered = outcome.end() == End.DONE && outcome.status() == 0;
      return answered ? read(tool, fields, outcome) : Answer.failed(outcome);
    }
    return Answer.failed(outcome);
  }

  private Outcome query(String tool, List<String> fields) {
    return commands.run(
        List.of(tool, "--query-gpu=" + String.join(",", fields), "--format=csv,noheader,nounits"),
        limit);
  }

  private Answer read(String tool, List<String> fields, Outcome outcome) {
    DriverVersion driver = null;
    List<Gpu> gpus = new ArrayList<>();
    Map<String, List<Gpu>> parts = null;
    for (String line : outcome.output().lines().toList()) {
      String[] values = line.split(", ", -1);
      if (values.length != fields.size()) {
        continue;
      }
      Map<String, String> card = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        card.put(fields.get(i), values[i].strip());
      }
      DriverVersion version = DriverVersion.parse(card.getOrDefault("driver_version", ""));
      Gpu gpu = card(card);
      if (version == null || gpu == null) {
        continue;
      }
      driver = version;
      if (card.getOrDefault("mig.mode.current", "").equals("Enabled")) {
        if (parts == null) {
          parts = parts(tool);
        }
        for (Gpu part : parts.getOrDefault(gpu.uuid(), List.of())) {
          gpus.add(
              new Gpu(
                  gpu.name() + " " + part.name(),
                  part.uuid(),
                  part.totalBytes(),
                  -1,
                  gpu.capability()));
        }
      } else {
        gpus.add(gpu);
      }
    }
    return new Answer(End.DONE, 0, outcome.output(), driver, gpus);
  }

  private static @Nullable Gpu card(Map<String, String> card) {
    String name = card.getOrDefault("name", "");
    String uuid = card.getOrDefault("uuid", "");
    if (name.isEmpty() || !uuid.startsWith("GPU-")) {
      return null;
    }
    ComputeCapability told = ComputeCapability.parse(card.getOrDefault("compute_cap", ""));
    return new Gpu(
        name,
        uuid,
        Math.max(0, bytes(card.getOrDefault("memory.total", ""))),
        bytes(card.getOrDefault("memory.free", "")),
        told == null ? KnownCards.capability(name) : told);
  }

  /** Returns the bytes of a number of MiB; -1 if it is none. */
  private static long bytes(String mebibytes) {
    return mebibytes.matches("[0-9]{1,9}") ? Long.parseLong(mebibytes) << 20 : -1;
  }

  /** Returns the parts of each divided card by the card's UUID. */
  private Map<String, List<Gpu>> parts(String tool) {
    Map<String, List<Gpu>> parts = new HashMap<>();
    String of = "";
    for (String line : commands.run(List.of(tool, "-L"), limit).output().lines().toList()) {
      Matcher card = CARD_LINE.matcher(line);
      Matcher part = PART_LINE.matcher(line);
      if (card.matches()) {
        of = card.group(1);
      } else if (part.matches()) {
        long bytes = Long.parseLong(part.group(2)) << 30;
        parts
            .computeIfAbsent(of, uuid -> new ArrayList<>())
            .add(new Gpu("MIG " + part.group(1), part.group(3), bytes, -1, null));
      }
    }
    return parts;
  }
}
