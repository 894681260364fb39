package org.mem3d.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mem3d.SegmentationEngine;
import org.mem3d.spi.Availability;
import org.mem3d.spi.BackendStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what can compute here, and what could if something were added. */
@Command(
    name = "backends",
    description = "Lists the backends: available or why not and what to add, device, versions.")
final class BackendsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    List<BackendStatus> statuses =
        SegmentationEngine.builder().classLoader(BackendsCommand.class.getClassLoader()).backends();
    if (json) {
      out.println(toJson(statuses));
      return 0;
    }
    for (BackendStatus status : statuses) {
      Availability availability = status.availability();
      if (availability.available()) {
        out.printf(
            Locale.ROOT,
            "%-12s available, priority %d: %s, %s%n",
            status.name(),
            status.priority(),
            availability.device(),
            availability.version());
        if (!availability.reason().equals("available")) {
          out.printf(Locale.ROOT, "%-12s %s%n", "", availability.reason());
        }
      } else {
        out.printf(
            Locale.ROOT,
            "%-12s not available: %s%n%-12s to have it: %s%n",
            status.name(),
            availability.reason(),
            "",
            availability.remedy());
      }
    }
    return 0;
  }

  private static String toJson(List<BackendStatus> statuses) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ArrayNode array = mapper.createArrayNode();
    for (BackendStatus status : statuses) {
      Availability availability = status.availability();
      array
          .addObject()
          .put("name", status.name())
          .put("available", availability.available())
          .put("reason", availability.reason())
          .put("remedy", availability.remedy())
          .put("priority", status.priority())
          .put("device", availability.device())
          .put("version", availability.version());
    }
    return mapper.writeValueAsString(array);
  }
}
