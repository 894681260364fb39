package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Volume;

class ChallengeProtocolTest {
  private static final int SIZE = 24;
  private static final int DEPTH = 12;

  private final Dataset.Case from =
      new Dataset.Case("set", "case", Path.of("image"), Path.of("label"));
  private final Volume labels = ball();
  private final Truth truth = Truth.all(labels, Axis.Z).get(0);
  private final OneSliceSession.Engine engine = new OneSliceSession.Engine();

  /** A ball of radius 5 around (11, 12, 5). */
  private static Volume ball() {
    byte[] values = new byte[SIZE * SIZE * DEPTH];
    for (int i = 0; i < values.length; i++) {
      int x = i % SIZE - 11;
      int y = i / SIZE % SIZE - 12;
      int z = i / (SIZE * SIZE) - 5;
      values[i] = (byte) (x * x + y * y + z * z <= 25 ? 1 : 0);
    }
    return Volume.ofBytes(values, SIZE, SIZE, DEPTH, Geometry.UNIT);
  }

  private ObjectResult play(boolean box, int clicks) {
    return new ChallengeProtocol(box, clicks).play(engine, from, labels, truth);
  }

  @Test
  void theBoxIsThatOfTheMiddleSliceAndEndsAtTheObjectsEnds() {
    ObjectResult run = play(true, 2);
    assertThat(engine.last().heard.get(0)).isEqualTo(Interaction.box(1, Axis.Z, 5, 6, 7, 16, 17));
    assertThat(engine.last().limits).containsExactly(Box.ofSlices(Axis.Z, 0, 10));
    assertThat(run.rounds()).hasSize(3);
    assertThat(run.interaction()).isEqualTo(Prompt.BOX);
  }

  @Test
  void withoutABoxTheFirstClickLiesInTheMiddleOfTheObject() {
    ObjectResult run = play(false, 1);
    assertThat(engine.last().heard).containsExactly(Interaction.click(1, Axis.Z, 5, 11, 12));
    assertThat(engine.last().limits).isEmpty();
    assertThat(run.rounds()).hasSize(1);
  }

  /** Whatever comes next lies where the mask was wrong, with its sign. */
  @Test
  void clicksLieInErrors() {
    ObjectResult run = play(false, 5);
    List<Interaction> heard = engine.last().heard;
    assertThat(heard).hasSameSizeAs(run.rounds()).hasSizeGreaterThan(2);
    for (Interaction mark : heard) {
      Interaction.Click click = (Interaction.Click) mark;
      boolean inside =
          truth
              .slices()
              .get(click.slice())
              .contains((int) click.point().u(), (int) click.point().v());
      assertThat(click.positive()).as(click.toString()).isEqualTo(inside);
    }
    assertThat(heard).doesNotHaveDuplicates();
  }
}
