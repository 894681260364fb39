package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.SegmentationEngine;
import org.mem3d.spi.BackendException;

/** Properties given with a backend's name reach it. */
class BackendPropertiesTest {
  @Test
  void aBackendIsAskedForItsProperties() {
    SegmentationEngine.Builder builder =
        SegmentationEngine.builder().backend("reference", Map.of("device", "cuda:1"));
    assertThatThrownBy(() -> builder.open().close())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("'reference' knows no properties")
        .hasMessageContaining("device");
    try (SegmentationEngine engine = builder.backend("reference").open()) {
      assertThat(engine.backendName()).as("named anew, without them").isEqualTo("reference");
    }
  }
}
