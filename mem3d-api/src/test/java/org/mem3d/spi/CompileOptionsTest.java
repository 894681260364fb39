package org.mem3d.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.graph.DType;

/** Ranges of convolutions' inputs. */
class CompileOptionsTest {
  @Test
  void rangesAreKeptBesideTheOthers() {
    CompileOptions options = new CompileOptions(DType.I8, Set.of("x"));
    Map<String, Float> ranges = Map.of("w", 2f);
    assertThat(options.inputRanges()).isEmpty();
    assertThat(options.withInputRanges(ranges))
        .isEqualTo(new CompileOptions(DType.I8, Set.of("x"), ranges));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void aRangeIsAboveZero(float range) {
    assertThatThrownBy(() -> CompileOptions.F32.withInputRanges(Map.of("w", range)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'w'");
  }
}
