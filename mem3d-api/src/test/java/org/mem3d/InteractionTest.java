package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Interaction.Point;

class InteractionTest {
  @Test
  void marksKeepWhatTheyWereGiven() {
    Interaction.Scribble scribble = Interaction.scribble(2, Axis.Y, 7, 1, 2, 3, 4);
    assertThat(scribble.points()).containsExactly(new Point(1, 2), new Point(3, 4));
    assertThat(scribble.positive()).isTrue();
    assertThat(scribble.width()).isEqualTo(1);
    assertThat(Interaction.negativeScribble(2, Axis.Y, 7, 1, 2).positive()).isFalse();
    assertThat(Interaction.click(1, Axis.X, 3, 5, 6))
        .isEqualTo(new Interaction.Click(1, Axis.X, 3, new Point(5, 6), true));
    assertThat(Interaction.negativeClick(1, Axis.X, 3, 5, 6).positive()).isFalse();
    assertThat(Interaction.negativeLasso(1, Axis.X, 3, 0, 0, 1, 0, 0, 1).positive()).isFalse();
    List<Point> points = new ArrayList<>(List.of(new Point(1, 1)));
    Interaction.Scribble own = new Interaction.Scribble(1, Axis.Z, 0, points, true, 2);
    points.clear();
    assertThat(own.points()).as("the points were copied").hasSize(1);
  }

  @Test
  void boxesOrderTheirCorners() {
    Interaction.BoundingBox box = Interaction.box(1, Axis.Z, 0, 9, 2, 3, 8);
    assertThat(box.low()).isEqualTo(new Point(3, 2));
    assertThat(box.high()).isEqualTo(new Point(9, 8));
  }

  private static void refused(Runnable making, String... values) {
    assertThatThrownBy(making::run)
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll(values);
  }

  @Test
  void marksThatCannotBeAreRefused() {
    refused(() -> Interaction.scribble(1, Axis.Z, 4), "Z=4", "at least one point");
    refused(() -> Interaction.scribble(1, Axis.Z, 4, 1), "1 numbers");
    refused(() -> new Point(Double.POSITIVE_INFINITY, 0), "Infinity");
    List<Point> one = List.of(new Point(1, 1));
    refused(() -> new Interaction.Scribble(1, Axis.Z, 4, one, true, 0), "not 0.0");
    refused(() -> new Interaction.Scribble(1, Axis.Z, 4, one, true, Double.NaN), "NaN");
    refused(() -> Interaction.box(1, Axis.Z, 4, 3, 3, 3, 9), "3.0,3.0 to 3.0,9.0", "Z=4");
    refused(() -> Interaction.box(1, Axis.Z, 4, 3, 9, 5, 9), "no area");
    refused(() -> Interaction.extremePoints(1, Axis.X, 4, 1, 2, 3, 4), "not 2", "X=4");
    refused(() -> Interaction.extremePoints(1, Axis.X, 4, 1, 2, 1, 3, 1, 4, 1, 5), "spans no area");
    refused(() -> Interaction.lasso(1, Axis.Y, 4, 1, 2, 3, 4), "not 2", "Y=4");
    refused(() -> Interaction.negativeLasso(1, Axis.Y, 4, 1, 2, 3, 2, 9, 2), "no area");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    PropagationSettings settings = PropagationSettings.DEFAULT;
    assertThat(settings.withMemorySlots(12).memorySlots()).isEqualTo(12);
    assertThat(settings.withWindowFactor(2).windowFactor()).isEqualTo(2);
    assertThatThrownBy(() -> settings.withMemorySlots(0))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> settings.withWindowFactor(Double.NaN))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> PropagationSettings.DEFAULT.withStoreEvery(-1))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> PropagationSettings.DEFAULT.withStopAfterEmpty(0))
        .hasMessageContaining("not 0");
  }
}
