package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.GraphExecution;

/** The part of the contract about tensors: copies in, out and across, and their bounds. */
public interface TensorContract extends ContractSubject {
  private DeviceTensor tensor(int... dims) {
    return backend().allocate(Shape.of(dims), DType.F32);
  }

  private static float[] values(DeviceTensor tensor) {
    float[] values = new float[tensor.shape().elements()];
    tensor.read(values);
    return values;
  }

  private static float[] random(int length, long seed) {
    return Fill.NORMAL.values(Shape.of(length), new Random(seed));
  }

  /** A tensor knows what it is, and starts as zeros. */
  @Test
  default void tensorStartsAsZeros() {
    try (DeviceTensor tensor = tensor(3, 5, 7)) {
      assertThat(tensor.shape()).isEqualTo(Shape.of(3, 5, 7));
      assertThat(tensor.dtype()).isEqualTo(DType.F32);
      assertThat(tensor.bytes()).isGreaterThanOrEqualTo(3 * 5 * 7 * 4);
      assertThat(values(tensor)).containsOnly(0f);
    }
  }

  /** What is written is read, for every rank. */
  @Test
  default void tensorKeepsWhatIsWritten() {
    int[][] shapes = {{1}, {17}, {3, 7}, {2, 5, 3}, {2, 3, 7, 5}, {2, 3, 1, 4, 5}, {1, 33, 16, 16}};
    for (int[] dims : shapes) {
      try (DeviceTensor tensor = tensor(dims)) {
        float[] source = random(tensor.shape().elements(), 7);
        float[] kept = source.clone();
        tensor.write(source);
        Arrays.fill(source, -1);
        assertThat(values(tensor)).as(tensor.shape().toString()).isEqualTo(kept);
      }
    }
  }

  /** Special values survive. */
  @Test
  default void tensorKeepsSpecialValues() {
    float[] special = {
      0f,
      -0f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      1 + Math.ulp(1f)
    };
    try (DeviceTensor tensor = tensor(special.length)) {
      tensor.write(special);
      assertThat(values(tensor)).isEqualTo(special);
    }
  }

  /** Some rows are written and read without touching the others. */
  @Test
  default void rowsAreWrittenAndReadAlone() {
    try (DeviceTensor tensor = tensor(5, 2, 3)) {
      float[] whole = random(30, 1);
      tensor.write(whole);
      float[] part = random(20, 2);
      tensor.write(part, 4, 1, 2);
      System.arraycopy(part, 4, whole, 6, 12);
      assertThat(values(tensor)).isEqualTo(whole);

      float[] target = new float[20];
      tensor.read(target, 3, 2, 2);
      float[] expected = new float[20];
      System.arraycopy(whole, 12, expected, 3, 12);
      assertThat(target).isEqualTo(expected);
    }
  }

  /** Rows are copied between tensors whose numbers of rows differ. */
  @Test
  default void rowsAreCopiedAcross() {
    try (DeviceTensor bank = tensor(6, 3, 2, 5);
        DeviceTensor one = tensor(2, 3, 2, 5)) {
      float[] inBank = random(180, 3);
      float[] inOne = random(60, 4);
      bank.write(inBank);
      one.write(inOne);
      bank.copyRows(one, 0, 4, 2);
      System.arraycopy(inOne, 0, inBank, 120, 60);
      assertThat(values(bank)).isEqualTo(inBank);
      bank.copyRows(one, 1, 0, 1);
      System.arraycopy(inOne, 30, inBank, 0, 30);
      assertThat(values(bank)).isEqualTo(inBank);
      one.copyRows(bank, 3, 0, 2);
      System.arraycopy(inBank, 90, inOne, 0, 60);
      assertThat(values(one)).isEqualTo(inOne);
      assertThat(values(bank)).isEqualTo(inBank);
    }
  }

  /** Copies beyond a tensor's or an array's end are refused. */
  @Test
  default void copiesOutsideAreRefused() {
    try (DeviceTensor tensor = tensor(4, 3);
        DeviceTensor other = tensor(2, 3)) {
      float[] before = random(12, 5);
      tensor.write(before);
      assertRefused(() -> tensor.write(new float[11]));
      assertRefused(() -> tensor.write(new float[13]));
      assertRefused(() -> tensor.write(new float[12], 0, 3, 2));
      assertRefused(() -> tensor.write(new float[12], 0, -1, 1));
      assertRefused(() -> tensor.write(new float[12], 0, 0, -1));
      assertRefused(() -> tensor.write(new float[12], 10, 0, 1));
      assertRefused(() -> tensor.write(new float[12], -1, 0, 1));
      assertRefused(() -> tensor.write(new float[12], 0, 0, Integer.MAX_VALUE));
      assertRefused(() -> tensor.read(new float[11]));
      assertRefused(() -> tensor.read(new float[13]));
      assertRefused(() -> tensor.read(new float[12], 0, 4, 1));
      assertRefused(() -> tensor.read(new float[12], 0, -1, 1));
      assertRefused(() -> tensor.read(new float[12], 10, 0, 1));
      assertRefused(() -> tensor.read(new float[12], -1, 0, 1));
      assertRefused(() -> tensor.copyRows(other, 0, 3, 2));
      assertRefused(() -> tensor.copyRows(other, 1, 0, 2));
      assertRefused(() -> tensor.copyRows(other, -1, 0, 1));
      assertRefused(() -> tensor.copyRows(other, 0, -1, 1));
      assertThat(values(tensor)).isEqualTo(before);
    }
  }

  /** Rows of several tensors are copied out together, each to its place. */
  @Test
  default void rowsOfSeveralTensorsAreCopiedOutTogether() {
    try (DeviceTensor images = tensor(3, 2, 4, 5);
        DeviceTensor lines = tensor(4, 7)) {
      float[] inImages = random(120, 8);
      float[] inLines = random(28, 9);
      images.write(inImages);
      lines.write(inLines);
      float[] image = new float[42];
      float[] whole = new float[28];
      float[] line = new float[7];
      float[] none = new float[1];
      backend()
          .copyOut(
              List.of(
                  new CopyOut(images, image, 2, 1, 1),
                  CopyOut.whole(lines, whole),
                  CopyOut.row(lines, 3, line),
                  new CopyOut(lines, none, 0, 4, 0)));
      float[] expected = new float[42];
      System.arraycopy(inImages, 40, expected, 2, 40);
      assertThat(image).isEqualTo(expected);
      assertThat(whole).isEqualTo(inLines);
      assertThat(line).isEqualTo(Arrays.copyOfRange(inLines, 21, 28));
      assertThat(none).containsOnly(0f);
      backend().copyOut(List.of());
    }
  }

  /** Copies out beyond the ends are refused, and so are those of closed tensors. */
  @Test
  default void copiesOutThatCannotBeAreRefused() {
    DeviceTensor tensor = tensor(4, 3);
    assertRefused(() -> new CopyOut(tensor, new float[12], 0, 3, 2));
    assertRefused(() -> new CopyOut(tensor, new float[12], 1, 0, 4));
    assertRefused(() -> CopyOut.row(tensor, -1, new float[3]));
    assertRefused(() -> CopyOut.whole(tensor, new float[11]));
    CopyOut late = CopyOut.whole(tensor, new float[12]);
    tensor.close();
    assertRefused(() -> backend().copyOut(List.of(late)));
  }

  /**
   * A backend that counts transfers counts the bytes of rows copied in and out, and weights; not
   * rows copied on the device, nor runs. Another one tells none.
   */
  @Test
  default void copiesAreCounted() {
    GraphCase network = GraphCases.wholeNetwork("transfers", 1);
    boolean counts = contractCountsTransfers();
    try (Backend fresh = contractProvider().open(BackendOptions.DEFAULT);
        DeviceTensor tensor = fresh.allocate(Shape.of(5, 2, 3, 4), DType.F32);
        DeviceTensor other = fresh.allocate(Shape.of(5, 2, 3, 4), DType.F32)) {
      assertThat(fresh.transfers()).isEqualTo(Transfers.NONE);
      tensor.write(new float[48], 0, 1, 2);
      assertThat(fresh.transfers()).isEqualTo(new Transfers(counts ? 2 * 24 * 4 : 0, 0));
      tensor.read(new float[72], 0, 0, 3);
      fresh.copyOut(List.of(CopyOut.whole(tensor, new float[120])));
      other.copyRows(tensor, 0, 0, 5);
      Transfers both = new Transfers(counts ? 2 * 24 * 4 : 0, counts ? 8 * 24 * 4 : 0);
      assertThat(fresh.transfers()).isEqualTo(both);
      try (GraphExecution execution =
          new GraphExecution(fresh, network.graph(), network.weights(), CompileOptions.F32)) {
        Transfers compiled = fresh.transfers().since(both);
        assertThat(compiled.bytesFromDevice()).isZero();
        assertThat(compiled.bytesToDevice() > 0).as("weights are counted").isEqualTo(counts);
        execution.compiled().run(execution.inputs(), execution.outputs());
        assertThat(fresh.transfers().since(both)).isEqualTo(compiled);
      }
    }
  }

  /** Rows of other extents, and tensors of other backends, are refused. */
  @Test
  default void copiesOfOtherKindsAreRefused() {
    try (Backend elsewhere = contractProvider().open(BackendOptions.DEFAULT);
        DeviceTensor tensor = tensor(4, 3, 2);
        DeviceTensor turned = tensor(4, 2, 3);
        DeviceTensor flat = tensor(4, 6);
        DeviceTensor foreign = elsewhere.allocate(Shape.of(4, 3, 2), DType.F32)) {
      assertRefused(() -> tensor.copyRows(turned, 0, 0, 1));
      assertRefused(() -> tensor.copyRows(flat, 0, 0, 1));
      assertRefused(() -> tensor.copyRows(foreign, 0, 0, 1));
    }
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(BackendException.class);
  }
}
