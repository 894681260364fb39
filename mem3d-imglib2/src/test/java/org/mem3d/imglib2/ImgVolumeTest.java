package org.mem3d.imglib2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** Images of every store and type are read as volumes of arrays are. */
class ImgVolumeTest {
  private static final int X = 5;
  private static final int Y = 4;
  private static final int Z = 3;

  private static float[] numbers() {
    float[] numbers = new float[X * Y * Z];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i - 20;
    }
    return numbers;
  }

  private static <T extends RealType<T>> void fill(RandomAccessibleInterval<T> image) {
    int i = 0;
    for (T pixel : Views.flatIterable(image)) {
      pixel.setReal(numbers()[i++]);
    }
  }

  private static void isAsTheArray(Volume volume) {
    Volume wanted = Volume.ofFloats(numbers(), X, Y, Z, volume.geometry());
    for (Axis axis : Axis.values()) {
      float[] expected = new float[wanted.sliceSize(axis)];
      float[] slice = new float[expected.length];
      for (int i = 0; i < wanted.size(axis); i++) {
        wanted.readSlice(axis, i, expected);
        volume.readSlice(axis, i, slice);
        assertThat(slice).as(axis + "=" + i).containsExactly(expected);
      }
      assertThatThrownBy(() -> volume.readSlice(axis, volume.size(axis), slice))
          .isInstanceOf(VolumeException.class);
      assertThatThrownBy(() -> volume.readSlice(axis, 0, new float[2]))
          .isInstanceOf(VolumeException.class)
          .hasMessageContaining("2 values");
    }
  }

  @Test
  void arraysCellsAndViews() {
    Img<ShortType> shorts = ArrayImgs.shorts(X, Y, Z);
    fill(shorts);
    isAsTheArray(ImgVolume.of(shorts, 0.5, 0.5, 2));
    Img<DoubleType> cells = new CellImgFactory<>(new DoubleType(), 2).create(X, Y, Z);
    fill(cells);
    isAsTheArray(ImgVolume.of(cells, Geometry.UNIT));
    isAsTheArray(ImgVolume.of(Views.translate(shorts, 7, -3, 100), Geometry.UNIT));
    Img<ShortType> larger = ArrayImgs.shorts(X + 2, Y + 3, Z + 1);
    RandomAccessibleInterval<ShortType> cut =
        Views.interval(larger, new long[] {1, 2, 1}, new long[] {X, Y + 1, Z});
    fill(cut);
    isAsTheArray(ImgVolume.of(cut, Geometry.UNIT));
    Img<ShortType> turned = ArrayImgs.shorts(Z, Y, X);
    fill(Views.permute(turned, 0, 2));
    isAsTheArray(ImgVolume.of(Views.permute(turned, 0, 2), Geometry.UNIT));
  }

  @Test
  void changesAreSeenSinceNothingIsCopied() {
    Img<UnsignedByteType> image = ArrayImgs.unsignedBytes(2, 2);
    Volume volume = ImgVolume.of(image, 0.5, 0.25);
    assertThat(volume.geometry()).isEqualTo(Geometry.ofSpacing(0.5, 0.25, 1));
    image.getAt(1, 0).set(200);
    float[] slice = new float[4];
    volume.readSlice(Axis.Z, 0, slice);
    assertThat(slice).containsExactly(0, 200, 0, 0);
    float[] column = new float[2];
    volume.readSlice(Axis.X, 1, column);
    assertThat(column).containsExactly(200, 0);
  }

  @Test
  void whatIsNoVolume() {
    assertThatThrownBy(() -> ImgVolume.of(ArrayImgs.bytes(2, 2, 2, 2), Geometry.UNIT))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("4 dimensions");
    assertThatThrownBy(() -> ImgVolume.of(ArrayImgs.bytes(2), Geometry.UNIT))
        .isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> ImgVolume.of(ArrayImgs.bytes(2, 2, 2), 1, 1))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("[1.0, 1.0]");
    var empty = Views.interval(ArrayImgs.bytes(2, 2, 2), new long[3], new long[] {1, -1, 1});
    assertThatThrownBy(() -> ImgVolume.of(empty, Geometry.UNIT))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("[2, 0, 2]");
  }

  @Test
  void masksAndProbabilitiesAsImages() {
    byte[] labels = new byte[X * Y * Z];
    labels[X + 2] = (byte) 200;
    Mask mask = new Mask(X, Y, Z, Geometry.UNIT, labels);
    assertThat(ImgMasks.labels(mask).getAt(2, 1, 0).get()).isEqualTo(200);
    Volume volume = Volume.ofFloats(numbers(), X, Y, Z, Geometry.UNIT);
    assertThat(ImgMasks.values(volume).getAt(4, 3, 2).get()).isEqualTo(X * Y * Z - 21);
  }

  @Test
  void imagesAsMarks() {
    var roi = ArrayImgs.booleans(X, Y, Z);
    roi.getAt(1, 2, 1).set(true);
    roi.getAt(4, 2, 2).set(true);
    Interaction.GivenMask z = ImgMasks.mark(1, Axis.Z, 1, roi);
    assertThat(z.mask().contains(1, 2)).isTrue();
    assertThat(z.mask().area()).isEqualTo(1);
    Interaction.GivenMask y = ImgMasks.mark(1, Axis.Y, 2, Views.translate(roi, 5, 5, 5));
    assertThat(y.mask().contains(1, 1)).isTrue();
    assertThat(y.mask().contains(4, 2)).isTrue();
    assertThat(y.mask().area()).isEqualTo(2);
    Interaction.GivenMask flat = ImgMasks.mark(2, Axis.X, 9, Views.hyperSlice(roi, 2, 1));
    assertThat(flat.slice()).isEqualTo(9);
    assertThat(flat.mask().contains(1, 2)).isTrue();
    assertThatThrownBy(() -> ImgMasks.mark(1, Axis.Z, 3, roi))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("[5, 4, 3]");
    assertThatThrownBy(() -> ImgMasks.mark(1, Axis.Z, 0, ArrayImgs.booleans(2)))
        .isInstanceOf(InteractionException.class);
  }
}
