package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TogetherResultTest {
  private final TogetherResult result =
      new TogetherResult(
          "set",
          "case",
          List.of(4, 9),
          List.of(0.5, 0.6),
          List.of(
              new TogetherResult.Step(2, 0, List.of(0.5, 0.6), List.of(0.7, 0.59)),
              new TogetherResult.Step(2, 1, List.of(0.7, 0.59), List.of(0.701, 0.585))));

  @Test
  void changesOfTheCorrectedObjectAreCountedApart() {
    assertThat(result.last()).isCloseTo((0.701 + 0.585) / 2, within(1e-12));
    assertThat(result.changeOfOthers()).isCloseTo((0.01 + 0.001) / 2, within(1e-12));
    assertThat(result.lossOfOthers()).isCloseTo((0.01 + 0) / 2, within(1e-12));
    assertThat(result.worstOfOthers()).isCloseTo(-0.01, within(1e-12));
    assertThat(result.fallsOfOthers()).isEqualTo(1);
    assertThat(result.fallsOfCorrected()).isEqualTo(1);
  }

  @Test
  void aLineAndATableTellThem() {
    assertThat(result.toLine())
        .contains("set/case: 2 objects, Dice 0.550 to 0.643 in 2 corrections")
        .contains("0.00500 for the worse, fell 1 times, by 0.0100 at worst");
    assertThat(TogetherResult.toTable(List.of(result, result)))
        .contains("2 cases", "4 corrections, 2 of which", "fell 2 times");
  }

  @Test
  void aSessionHasRoomFor255() {
    assertThatThrownBy(() -> new TogetherProtocol(1, 256, Prompt.MASK, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 255");
    assertThatThrownBy(() -> new TogetherProtocol(0, 2, Prompt.MASK, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
