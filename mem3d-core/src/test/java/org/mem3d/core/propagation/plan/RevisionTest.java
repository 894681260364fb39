package org.mem3d.core.propagation.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mem3d.core.concurrent.WorkerPool.CALLING_THREAD;

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
    return Arrays.stream(last.by(now, masks(NEW, from, to), CALLING_THREAD))
        .map(mask -> mask != null && mask.patch().area() > 0)
        .toList();
  }

  private static AnnotatedMask on(int slice) {
    return new AnnotatedMask(slice, OLD);
  }

  /** Returns an annotated slice on which the user has added much, and removed as much. */
  private static AnnotatedMask changed(int slice) {
    return new AnnotatedMask(slice, SlicePatch.of(SliceMask.of(8, 8, i -> i < 41)));
  }

  private static SliceMask mask(@Nullable SlicePrediction prediction) {
    return prediction == null ? SliceMask.of(8, 8, i -> false) : prediction.patch().toMask(8, 8);
  }

  private static List<Boolean> present(int from, int to) {
    return java.util.stream.IntStream.range(0, 10)
        .mapToObj(slice -> slice >= from && slice <= to)
        .toList();
  }

  @Test
  void anEndMovesByThreeSlicesAtMost() {
    Revision last = new Revision(List.of(on(8)), Arrays.asList(masks(OLD, 5, 9)));
    List<Boolean> revised =
        Arrays.stream(last.by(List.of(changed(6), on(8)), masks(NEW, 0, 9), CALLING_THREAD))
            .map(mask -> mask != null && mask.patch().area() > 0)
            .toList();
    assertThat(revised).isEqualTo(present(2, 9));
    last = new Revision(List.of(on(1)), Arrays.asList(masks(OLD, 0, 4)));
    revised =
        Arrays.stream(last.by(List.of(on(1), changed(3)), masks(NEW, 0, 9), CALLING_THREAD))
            .map(mask -> mask != null && mask.patch().area() > 0)
            .toList();
    assertThat(revised).isEqualTo(present(0, 7));
  }

  @Test
  void withoutNewEvidenceAnEndDoesNotMoveOutwards() {
    assertThat(revised(List.of(on(4)), List.of(on(4), on(5)), 0, 6)).isEqualTo(present(2, 6));
  }

  @Test
  void itMayEndEarlier() {
    assertThat(revised(List.of(on(4)), List.of(on(4), changed(5)), 3, 5)).isEqualTo(present(3, 5));
  }

  @Test
  void nextToNewEvidenceMasksAreTheNewOnes() {
    Revision last = new Revision(List.of(on(2), on(6)), Arrays.asList(masks(OLD, 2, 6)));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(on(2), changed(4), on(6)), masks(NEW, 0, 9), CALLING_THREAD);
    assertThat(revised[3]).extracting(SlicePrediction::patch).isEqualTo(NEW);
    assertThat(revised[5]).extracting(SlicePrediction::patch).isEqualTo(NEW);
  }

  @Test
  void betweenSlicesThatAreWhatTheyWereNothingChanges() {
    Revision last = new Revision(List.of(on(2), on(4), on(8)), Arrays.asList(masks(OLD, 0, 9)));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(on(2), on(4), changed(6), on(8)), masks(NEW, 0, 9), CALLING_THREAD);
    assertThat(revised[3]).extracting(SlicePrediction::patch).isEqualTo(OLD);
    assertThat(revised[5]).extracting(SlicePrediction::patch).isEqualTo(NEW);
    revised = last.by(List.of(on(2), changed(4), on(8)), masks(NEW, 0, 9), CALLING_THREAD);
    assertThat(revised[3]).extracting(SlicePrediction::patch).isEqualTo(NEW);
  }

  @Test
  void beyondTheLastSliceMasksShrinkOnlyUnlessItIsNew() {
    Revision last = new Revision(List.of(on(4)), Arrays.asList(masks(OLD, 0, 9)));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(on(4), changed(6)), masks(NEW, 0, 9), CALLING_THREAD);
    assertThat(revised[3]).as("larger").extracting(SlicePrediction::patch).isEqualTo(OLD);
    assertThat(mask(revised[8])).as("beyond the new one").isEqualTo(NEW.toMask(8, 8));
    SlicePatch smaller = SlicePatch.of(SliceMask.of(8, 8, i -> i > 30));
    revised = last.by(List.of(on(4), on(6)), masks(smaller, 0, 9), CALLING_THREAD);
    assertThat(revised[3]).as("smaller").extracting(SlicePrediction::patch).isEqualTo(smaller);
  }

  @Test
  void anAnnotationBeyondAnEndMovesIt() {
    assertThat(revised(List.of(on(4)), List.of(on(4), on(8)), 0, 9)).isEqualTo(present(2, 9));
  }

  @Test
  void aSliceThatTheUserHardlyChangedChangesOthersHardly() {
    // 1 - Dice is 0.05 and 0.12: shares of a quarter and three fifths for the new masks.
    Revision last = new Revision(List.of(on(2)), Arrays.asList(masks(OLD, 0, 9)));
    SlicePatch little = SlicePatch.of(SliceMask.of(8, 8, i -> i > 24));
    SlicePatch more = SlicePatch.of(SliceMask.of(8, 8, i -> i > 8));
    assertThat(areaNextTo(last, little)).isEqualTo(OLD.area());
    assertThat(areaNextTo(last, more)).isEqualTo(NEW.area());
  }

  @Test
  void aSliceThatTheUserFoundRightChangesNothing() {
    Revision last = new Revision(List.of(on(2)), Arrays.asList(masks(OLD, 0, 9)));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(on(2), on(6)), masks(NEW, 0, 9), CALLING_THREAD);
    assertThat(revised[4]).extracting(SlicePrediction::patch).isEqualTo(OLD);
    assertThat(revised[8]).extracting(SlicePrediction::patch).isEqualTo(OLD);
  }

  @Test
  void voxelsAreAddedNearThoseThatTheUserAddedAlone() {
    // The user adds the first row, the network two rows, and the corner that is furthest from them.
    SliceMask user = SliceMask.of(8, 8, i -> i < 8 || (i > 20 && i < 60));
    SliceMask carried = SliceMask.of(8, 8, i -> i < 16 || (i > 20 && i < 60));
    SlicePatch lacking = SlicePatch.of(SliceMask.of(8, 8, i -> i > 20 && i < 60));
    Revision last = new Revision(List.of(), Arrays.asList(masks(lacking, 0, 9)));
    SlicePatch corner = SlicePatch.of(SliceMask.of(8, 8, i -> i < 16 || i > 20));
    @Nullable SlicePrediction[] revised =
        last.by(
            List.of(new AnnotatedMask(4, SlicePatch.of(user))),
            masks(corner, 0, 9),
            CALLING_THREAD);
    assertThat(mask(revised[5])).isEqualTo(carried);
    assertThat(mask(revised[3])).isEqualTo(carried);
  }

  @Test
  void whatIsLostIsLostEverywhere() {
    Revision last = new Revision(List.of(), Arrays.asList(masks(OLD, 0, 9)));
    SlicePatch user = SlicePatch.of(SliceMask.of(8, 8, i -> i > 3));
    SlicePatch carried = SlicePatch.of(SliceMask.of(8, 8, i -> i > 20 && i < 50));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(new AnnotatedMask(4, user)), masks(carried, 0, 9), CALLING_THREAD);
    assertThat(mask(revised[7])).isEqualTo(carried.toMask(8, 8));
  }

  @Test
  void beyondTheLastSliceAnAdditionMustBeSurerThanBetweenTwo() {
    byte[] levels = new byte[64];
    Arrays.fill(levels, (byte) (0.7 * 255));
    SlicePatch unsure = SlicePatch.ofLevels(0, 0, 8, 8, levels);
    AnnotatedMask all = new AnnotatedMask(4, SlicePatch.of(SliceMask.of(8, 8, i -> true)));
    Revision last = new Revision(List.of(on(8)), Arrays.asList(masks(OLD, 0, 9)));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(all, on(8)), masks(unsure, 0, 9), CALLING_THREAD);
    assertThat(mask(revised[3])).as("beyond").isEqualTo(OLD.toMask(8, 8));
    assertThat(mask(revised[6])).as("between").isEqualTo(SliceMask.of(8, 8, i -> true));
  }

  @Test
  void whereTheObjectWasNotYetAllIsNew() {
    Revision last = new Revision(List.of(on(1)), Arrays.asList(masks(OLD, 0, 3)));
    AnnotatedMask found =
        new AnnotatedMask(7, SlicePatch.of(SliceMask.of(8, 8, i -> i % 8 == 0 && i > 50)));
    @Nullable SlicePrediction[] revised =
        last.by(List.of(on(1), found), masks(NEW, 0, 9), CALLING_THREAD);
    assertThat(revised[5]).extracting(SlicePrediction::patch).isEqualTo(NEW);
    assertThat(revised[9]).extracting(SlicePrediction::patch).isEqualTo(NEW);
  }

  private static int areaNextTo(Revision last, SlicePatch annotated) {
    @Nullable SlicePrediction[] revised =
        last.by(List.of(on(2), new AnnotatedMask(6, annotated)), masks(NEW, 0, 9), CALLING_THREAD);
    SlicePrediction next = revised[5];
    return next == null ? 0 : next.patch().area();
  }

  @Test
  void anEndThatCameOfAnAnnotationTakenBackIsNone() {
    AnnotatedMask absent = new AnnotatedMask(7, SlicePatch.EMPTY);
    assertThat(revised(List.of(on(4), absent), List.of(on(4)), 0, 9)).isEqualTo(present(2, 9));
  }

  @Test
  void withoutAPropagationBeforeAllIsNew() {
    @Nullable SlicePrediction[] fresh = masks(NEW, 0, 9);
    assertThat(Revision.NOTHING.by(List.of(on(4)), fresh, CALLING_THREAD)).isSameAs(fresh);
  }
}
