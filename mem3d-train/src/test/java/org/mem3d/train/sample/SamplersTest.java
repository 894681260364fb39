package org.mem3d.train.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;

class SamplersTest {
  private static List<TrainingVolume> volumes;

  @BeforeAll
  static void makeVolumes() {
    volumes =
        List.of(
            TrainingVolume.of("made-up 1", SyntheticVolume.of(128, 14, 1)),
            TrainingVolume.of("made-up 2", SyntheticVolume.of(128, 14, 2)));
  }

  @Test
  void sequencesStartOnTheObjectAndFollowFromTheSeed() {
    SequenceSampler sampler = new SequenceSampler(1.6);
    SequenceBatch batch = sampler.draw(volumes, 6, 4, false, new SplittableRandom(5));
    SequenceBatch again = sampler.draw(volumes, 6, 4, false, new SplittableRandom(5));
    assertThat(again.images()).isEqualTo(batch.images());
    assertThat(again.masks()).isEqualTo(batch.masks());
    assertThat(again.strides()).isEqualTo(batch.strides());
    float[] first = batch.masks(0);
    for (int b = 0; b < 6; b++) {
      double area = 0;
      for (int i = b * SequenceBatch.PIXELS; i < (b + 1) * SequenceBatch.PIXELS; i++) {
        assertThat(first[i]).isBetween(0f, 1f);
        area += first[i];
      }
      assertThat(area).as("pixels of sequence %d on its first slice", b).isGreaterThan(60);
      assertThat(batch.strides()[b]).isBetween(1, 3);
    }
    for (float value : batch.images()) {
      assertThat(value).isBetween(-3f, 3f);
    }
  }

  @Test
  void thinVolumesAreRefusedWithAReason() {
    List<TrainingVolume> thin =
        List.of(TrainingVolume.of("made-up 1", SyntheticVolume.of(96, 3, 1)));
    assertThatThrownBy(
            () -> new SequenceSampler(1.6).draw(thin, 2, 8, false, new SplittableRandom(1)))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("8 slices");
  }

  @Test
  void marksAreOfEveryKindAndDrawnByTheEngine() {
    Set<Class<?>> kinds = new HashSet<>();
    int toCorrect = 0;
    int pixels = SequenceBatch.PIXELS;
    float[] input = new float[InteractionModel.INPUT];
    for (MarkedSample sample : new MarkSampler().draw(volumes, 60, new SplittableRandom(9))) {
      sample.fill(input);
      boolean previous = hasMask(sample);
      boolean marked = false;
      for (int i = 0; i < pixels; i++) {
        for (int channel = 2; channel < 6; channel++) {
          marked |= input[channel * pixels + i] == 1;
        }
      }
      toCorrect += previous ? 1 : 0;
      assertThat(marked || previous).isTrue();
      sample.marks().forEach(mark -> kinds.add(mark.getClass()));
    }
    assertThat(kinds)
        .contains(
            Interaction.Scribble.class,
            Interaction.Click.class,
            Interaction.BoundingBox.class,
            Interaction.ExtremePoints.class);
    assertThat(toCorrect).as("samples with a mask to correct, of 60").isBetween(3, 30);
  }

  /** Which of the regions around a click is meant, nobody could know. */
  @Test
  void regionsCanBeLeftWithoutMarksThatDoNotTellTheirSize() {
    List<TrainingVolume> regions = List.of(TargetTest.regions(Axis.Z, 3));
    MarkSampler enclosing = new MarkSampler(new AppearanceSettings(), 0.6, 0);
    int enclosed = 0;
    for (MarkedSample sample : enclosing.draw(regions, 40, new SplittableRandom(9))) {
      boolean toCorrect = hasMask(sample);
      for (Interaction mark : sample.marks()) {
        boolean encloses =
            mark instanceof Interaction.BoundingBox || mark instanceof Interaction.ExtremePoints;
        assertThat(encloses || toCorrect).as("%s", mark).isTrue();
        enclosed += encloses ? 1 : 0;
      }
    }
    assertThat(enclosed).isGreaterThan(20);
    boolean open = false;
    for (MarkedSample sample : new MarkSampler().draw(regions, 40, new SplittableRandom(9))) {
      open |=
          !hasMask(sample)
              && sample.marks().stream()
                  .anyMatch(
                      mark ->
                          mark instanceof Interaction.Click
                              || mark instanceof Interaction.Scribble);
    }
    assertThat(open).as("regions get clicks and strokes otherwise").isTrue();
  }

  private static boolean hasMask(MarkedSample sample) {
    float[] input = new float[InteractionModel.INPUT];
    sample.fill(input);
    int pixels = SequenceBatch.PIXELS;
    for (int i = 0; i < pixels; i++) {
      if (input[6 * pixels + i] > 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void someWindowsHidePartOfTheObject() {
    int hiding = 0;
    for (MarkedSample sample : new MarkSampler().draw(volumes, 120, new SplittableRandom(9))) {
      double shown = 0;
      for (float pixel : sample.truth()) {
        shown += pixel;
      }
      assertThat(sample.hidden()).isGreaterThanOrEqualTo(0);
      assertThat(shown).as("pixels of the object in the window").isGreaterThan(0);
      hiding += sample.hidden() > 0.2 * shown ? 1 : 0;
    }
    assertThat(hiding).as("of 120 windows too small for their object").isBetween(4, 60);
  }

  @Test
  void aWrongAnswerIsCorrectedByAMark() {
    MarkedSample sample = new MarkSampler().draw(volumes, 1, new SplittableRandom(4)).get(0);
    int before = sample.marks().size();
    sample.answer(new float[SequenceBatch.PIXELS]);
    assertThat(sample.marks()).hasSizeGreaterThan(before);
    float[] input = new float[InteractionModel.INPUT];
    sample.fill(input);
    boolean marked = false;
    for (int i = 2 * SequenceBatch.PIXELS; i < 3 * SequenceBatch.PIXELS; i++) {
      marked |= input[i] == 1;
    }
    assertThat(marked).as("a positive mark where all was missing").isTrue();
  }
}
