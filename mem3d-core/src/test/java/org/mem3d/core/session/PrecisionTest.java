package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Precision;
import org.mem3d.SegmentationEngine;
import org.mem3d.spi.BackendException;

/** The precision that is asked for is had or refused by name. */
class PrecisionTest {
  private static SegmentationEngine open(Precision precision) {
    return SegmentationEngine.builder().backend("reference").precision(precision).open();
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BFLOAT16", "FLOAT16", "INT8"})
  void whatABackendDoesNotComputeInIsRefused(Precision precision) {
    assertThatThrownBy(() -> open(precision).close())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not compute in " + precision)
        .hasMessageContaining("FLOAT32 or AUTO");
  }

  @Test
  void theAutomaticOneIsTold() {
    try (SegmentationEngine engine = open(Precision.AUTO)) {
      assertThat(engine.precision()).isEqualTo(Precision.FLOAT32);
    }
  }
}
