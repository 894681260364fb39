package org.mem3d.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.BackendContract;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;
import org.mem3d.testkit.OpCase;
import org.mem3d.testkit.OpCases;

class ReferenceBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new ReferenceBackendProvider();
  }

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() {
    try (Backend one = provider().open(new BackendOptions(1, Map.of()));
        Backend two = provider().open(new BackendOptions(2, Map.of()));
        Backend five = provider().open(new BackendOptions(5, Map.of()))) {
      assertThat(two.describe().threads()).isEqualTo(2);
      for (OpCase each : OpCases.all()) {
        assertSameBytes(each.toGraphCase(), one, two, five);
      }
      for (GraphCase each : GraphCases.all()) {
        assertSameBytes(each, one, two, five);
      }
    }
  }

  private static void assertSameBytes(GraphCase each, Backend one, Backend... others) {
    Map<String, float[]> expected =
        GraphExecution.once(one, each.graph(), each.weights(), each.inputs(0));
    for (Backend other : others) {
      GraphExecution.once(other, each.graph(), each.weights(), each.inputs(0))
          .forEach(
              (name, values) ->
                  assertThat(values)
                      .as("%s of %s on %s threads", name, each, other.describe().threads())
                      .isEqualTo(expected.get(name)));
    }
  }
}
