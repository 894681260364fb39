package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/** The part of the contract about providers: names, versions, availability, options. */
public interface ProviderContract extends ContractSubject {
  /** A name is lower case, digits and hyphens. */
  @Test
  default void providerIsNamedInLowerCaseDigitsAndHyphens() {
    assertThat(contractProvider().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  /** The provider was compiled against this SPI. */
  @Test
  default void providerHasTheSpiVersion() {
    assertThat(contractProvider().spiVersion()).isEqualTo(BackendProvider.SPI_VERSION);
  }

  /** The availability is a value with a reason, the same at each call. */
  @Test
  default void availabilityIsAValueWithAReason() {
    Availability availability = contractProvider().availability();
    assertThat(availability.reason()).isNotBlank();
    assertThat(availability.available()).as(availability.reason()).isTrue();
    assertThat(availability.remedy()).isEmpty();
    assertThat(contractProvider().availability()).isEqualTo(availability);
  }

  /** An open backend names its provider, device, version and threads. */
  @Test
  default void backendDescribesItself() {
    BackendDescription description = backend().describe();
    assertThat(description.name()).isEqualTo(contractProvider().name());
    assertThat(description.device()).isNotBlank();
    assertThat(description.version()).isNotBlank();
    assertThat(description.threads()).isPositive();
  }

  /** Whole graphs compile in the precision that the backend prefers, which does not change. */
  @Test
  default void preferredPrecisionIsSupported() {
    DType preferred = backend().preferredPrecision();
    assertThat(backend().preferredPrecision()).isEqualTo(preferred);
    for (GraphCase graphCase : GraphCases.all()) {
      for (Node node : graphCase.graph().nodes()) {
        assertThat(backend().supports(node, preferred))
            .as(node + " of " + graphCase.name() + " in " + preferred)
            .isTrue();
      }
    }
    GraphCase network = GraphCases.wholeNetwork("preferred precision", 1);
    Map<String, float[]> inputs = network.inputs(0);
    Map<String, double[]> expected =
        GraphEvaluator.evaluate(network.graph(), network.weights(), inputs);
    try (GraphExecution execution =
        new GraphExecution(
            backend(), network.graph(), network.weights(), new CompileOptions(preferred))) {
      double tolerance = preferred == DType.F32 ? 1e-4 : 2e-2;
      RelativeError.check("preferred " + preferred, expected, execution.run(inputs), tolerance);
    }
  }

  /** A property that the backend does not know is refused by name. */
  @Test
  default void unknownPropertyIsRefused() {
    BackendOptions options = new BackendOptions(0, Map.of("no-such-property", "1"));
    assertThatThrownBy(() -> contractProvider().open(options).close())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no-such-property");
  }

  /** A backend opened with one thread computes the same as any other. */
  @Test
  default void oneThreadIsEnough() {
    GraphCase small = GraphCases.all().get(0);
    try (Backend single = contractProvider().open(new BackendOptions(1, Map.of()))) {
      Map<String, float[]> inputs = small.inputs(0);
      Map<String, float[]> actual =
          GraphExecution.once(single, small.graph(), small.weights(), inputs);
      Map<String, double[]> expected =
          GraphEvaluator.evaluate(small.graph(), small.weights(), inputs);
      RelativeError.check("one thread", expected, actual, 1e-5);
    }
  }
}
