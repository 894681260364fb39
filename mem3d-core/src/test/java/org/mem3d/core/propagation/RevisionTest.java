package org.mem3d.core.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;
import org.mem3d.core.region.SlicePatch;

class RevisionTest {
  private static final SlicePatch OLD = SlicePatch.of(SliceMask.of(8, 8, i -> i > 20));
  private static final SlicePatch NEW = SlicePatch.of(SliceMask.of(8, 8, i -> i > 10));

  /** Returns predictions of ten slices with a mask on some of them. */
  private static @Nullable SlicePrediction[] masks(SlicePatch patch, int from, int to) {
    @Nullable SlicePrediction[] masks = new SlicePrediction[10];
    for (int slice = 0; slice < 10; slice++) {
      masks[slice] =
          new SlicePrediction(slice >= from && slice <= to ? patch : SlicePatch.EMPTY, 0.8f);
    }
    return masks;
  }

  private static List<Boolean> revised(
      List<AnnotatedMask> before, List<AnnotatedMask> now, int from, int to) {
    Revision last = new Revision(before, Arrays.asList(masks(OLD, 2, 6)));
    return Arrays.stream(last.by(now, masks(NEW, from, to)))
        .map(mask -> mask != null && mask.patch().area() > 0)
        .toList();
  }

  private static AnnotatedMask on(int slice) {
    return new AnnotatedMask(slice, OLD);
  }

  private static List<Boolean> present(int from, int to) {
    return java.util.stream.IntStream.range(0, 10)
        .mapToObj(slice -> slice >= from && slice <= to)
        .toList();
  }

  @Test
  void anObjectDoesNotGrowPastItsEnds() {
    assertThat(revised(List.of(on(4)), List.of(on(4), on(5)), 0, 9)).isEqualTo(present(2, 6));
  }

  @Test
  void itMayEndEarlier() {
    assertThat(revised(List.of(on(4)), List.of(on(4), on(5)), 3, 5)).isEqualTo(present(3, 5));
  }

  @Test
  void masksWithinItsEndsAreTheNewOnes() {
    Revision last = new Revision(List.of(on(4)), Arrays.asList(masks(OLD, 2, 6)));
    SlicePrediction mask = last.by(List.of(on(4), on(5)), masks(NEW, 0, 9))[3];
    assertThat(mask).isNotNull();
    assertThat(mask.patch()).isEqualTo(NEW);
  }

  @Test
  void anAnnotationBeyondAnEndMovesIt() {
    assertThat(revised(List.of(on(4)), List.of(on(4), on(8)), 0, 9)).isEqualTo(present(2, 9));
  }

  @Test
  void anEndThatCameOfAnAnnotationTakenBackIsNone() {
    AnnotatedMask absent = new AnnotatedMask(7, SlicePatch.EMPTY);
    assertThat(revised(List.of(on(4), absent), List.of(on(4)), 0, 9)).isEqualTo(present(2, 9));
  }

  @Test
  void withoutAPropagationBeforeAllIsNew() {
    @Nullable SlicePrediction[] fresh = masks(NEW, 0, 9);
    assertThat(Revision.NOTHING.by(List.of(on(4)), fresh)).isSameAs(fresh);
  }
}
