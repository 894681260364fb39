package org.mem3d;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a program passes by mistake is refused where it is passed, and named. */
@SuppressWarnings({"NullAway", "DataFlowIssue"})
class BadArgumentsTest {
  private static final Geometry UNIT = Geometry.UNIT;
  private static final SliceMask MASK = SliceMask.empty(2, 2);
  private static final Interaction.Point POINT = new Interaction.Point(1, 1);

  @TestFactory
  List<DynamicTest> nulls() {
    Map<String, ThrowingCallable> cases =
        Map.ofEntries(
            Map.entry("geometry", () -> Volume.ofFloats(new float[1], 1, 1, 1, null)),
            Map.entry("array of voxels", () -> Volume.ofShorts(null, 1, 1, 1, UNIT)),
            Map.entry("array of labels", () -> new Mask(1, 1, 1, UNIT, null)),
            Map.entry("geometry ", () -> new Mask(1, 1, 1, null, new byte[1])),
            Map.entry("affine", () -> Geometry.ofAffine((double[]) null)),
            Map.entry("stored grid", () -> UNIT.withStored(null)),
            Map.entry("geometry  ", () -> new Grid(1, 1, 1, null)),
            Map.entry(
                "grid",
                () ->
                    new Mask(1, 1, 1, UNIT, new byte[1]).asVolume().onGrid(null, GridCheck.PLACE)),
            Map.entry("rule", () -> SliceMask.of(1, 1, (java.util.function.IntPredicate) null)),
            Map.entry("array of pixels", () -> SliceMask.of(1, 1, (boolean[]) null)),
            Map.entry("axis", () -> Interaction.click(1, null, 1, 1, 1)),
            Map.entry("axis ", () -> Interaction.scribble(1, null, 1, 1, 1)),
            Map.entry("axis  ", () -> Interaction.box(1, null, 1, 1, 1, 2, 2)),
            Map.entry("axis   ", () -> Interaction.absent(1, null, 1)),
            Map.entry("axis    ", () -> Interaction.mask(1, null, 1, MASK)),
            Map.entry("mask", () -> Interaction.mask(1, Axis.Z, 1, null)),
            Map.entry("point", () -> new Interaction.Click(1, Axis.Z, 1, null, true)),
            Map.entry("points", () -> new Interaction.Lasso(1, Axis.Z, 1, null, true)),
            Map.entry(
                "second corner", () -> new Interaction.BoundingBox(1, Axis.Z, 1, POINT, null)),
            Map.entry("plan", () -> PropagationSettings.DEFAULT.withPlan(null)));
    return cases.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThatThrownBy(each.getValue())
                            .isInstanceOf(NullPointerException.class)
                            .hasMessageContaining(each.getKey().strip())))
        .toList();
  }

  private static void refused(ThrowingCallable call, String... told) {
    assertThatThrownBy(call).isInstanceOf(Mem3dException.class).hasMessageContainingAll(told);
  }

  @Test
  void sizesThatCannotBe() {
    refused(() -> Volume.ofFloats(new float[0], 0, 1, 1, UNIT), "0x1x1");
    refused(() -> Volume.ofFloats(new float[1], -1, -1, 1, UNIT), "-1x-1x1");
    refused(() -> Volume.ofBytes(new byte[0], 65536, 65536, 1, UNIT), "65536x65536x1");
    refused(() -> Volume.ofBytes(new byte[4], 1 << 30, 1 << 30, 1 << 30, UNIT), "of 4");
    refused(() -> Volume.ofInts(new int[7], 2, 2, 2, UNIT), "of 7");
    refused(() -> new Mask(0, 1, 1, UNIT, new byte[0]), "0x1x1");
    refused(() -> new Mask(65536, 65536, 1, UNIT, new byte[0]), "65536x65536x1");
    refused(() -> new Mask(2, 2, 2, UNIT, new byte[7]), "of 7");
    refused(() -> SliceMask.of(0, 3, i -> true), "0x3");
    refused(() -> SliceMask.of(-2, -3, i -> true), "-2x-3");
    refused(() -> SliceMask.of(65536, 65536, i -> true), "65536x65536");
    refused(() -> SliceMask.of(2, 2, new boolean[3]), "of 3");
    refused(() -> SliceMask.empty(3, 3).overlap(SliceMask.empty(3, 4)), "3x3", "3x4");
  }

  @Test
  void labelsAndSlicesThatCannotBe() {
    Mask mask = new Mask(2, 2, 2, UNIT, new byte[8]);
    refused(() -> mask.count(256), "not 256");
    refused(() -> mask.count(-1), "not -1");
    refused(() -> mask.slice(300, Axis.Z, 0), "not 300");
    refused(() -> mask.slice(1, Axis.Z, 2), "Z=2");
    refused(() -> mask.label(0, 0, -1), "0,0,-1");
    refused(() -> mask.asVolume().readSlice(Axis.Z, 0, new float[3]), "4 values");
  }

  @Test
  void placesThatCannotBe() {
    double inf = Double.POSITIVE_INFINITY;
    refused(() -> Geometry.ofSpacing(0, 1, 1), "0.0");
    refused(() -> Geometry.ofSpacing(1, -2, 1), "-2.0");
    refused(() -> Geometry.ofSpacing(1, 1, Double.NaN), "NaN");
    refused(() -> Geometry.ofSpacing(1, inf, 1), "Infinity");
    refused(() -> Geometry.ofSpacing(1e-200, 1e-200, 1e-200), "1.0E-200");
    refused(() -> Geometry.ofAffine(1, 0, 0, Double.NaN, 0, 1, 0, 0, 0, 0, 1, 0), "NaN");
    refused(() -> Geometry.ofAffine(1, 2, 0, 0, 2, 4, 0, 0, 0, 0, 1, 0), "independent");
    refused(() -> Geometry.ofAffine(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0), "positive length");
    refused(() -> Geometry.ofAffine(1, 0, 0), "not 3");
  }
}
