package org.mem3d.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** Images of every kind of grey values are read as volumes of arrays are. */
class ImagePlusVolumeTest {
  private static final int X = 4;
  private static final int Y = 3;

  private static ImagePlus shorts(int slices) {
    ImageStack stack = new ImageStack(X, Y);
    for (int z = 0; z < slices; z++) {
      short[] pixels = new short[X * Y];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) (32768 + 100 * z + i);
      }
      stack.addSlice(new ShortProcessor(X, Y, pixels, null));
    }
    return new ImagePlus("shorts", stack);
  }

  private static float[] slice(Volume volume, Axis axis, int index) {
    float[] slice = new float[volume.sliceSize(axis)];
    volume.readSlice(axis, index, slice);
    return slice;
  }

  @Test
  void slicesAlongEveryAxis() {
    Volume volume = ImagePlusVolume.of(shorts(2));
    float first = 32768;
    assertThat(slice(volume, Axis.Z, 1)[5]).isEqualTo(first + 105);
    assertThat(slice(volume, Axis.Y, 2))
        .containsExactly(
            first + 8,
            first + 9,
            first + 10,
            first + 11,
            first + 108,
            first + 109,
            first + 110,
            first + 111);
    assertThat(slice(volume, Axis.X, 3))
        .containsExactly(first + 3, first + 7, first + 11, first + 103, first + 107, first + 111);
    assertThatThrownBy(() -> slice(volume, Axis.X, 4)).isInstanceOf(VolumeException.class);
  }

  @Test
  void calibratedValuesAndSizes() {
    ImagePlus image = shorts(1);
    Calibration calibration = image.getCalibration();
    calibration.setSigned16BitCalibration();
    calibration.setUnit("micron");
    calibration.pixelWidth = 500;
    calibration.pixelHeight = -250;
    calibration.pixelDepth = 0;
    Volume volume = ImagePlusVolume.of(image);
    assertThat(slice(volume, Axis.Z, 0)).startsWith(0, 1, 2);
    assertThat(volume.geometry()).isEqualTo(Geometry.ofSpacing(0.5, 0.25, 1));
    assertThat(volume.geometry().stored().map(StoredGrid::isPlaced)).contains(false);
    calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] {-1024, 2}, "HU");
    assertThat(slice(ImagePlusVolume.of(image), Axis.Z, 0)).startsWith(64512, 64514);
  }

  @Test
  void oneChannelAndFrameOfAHyperstack() {
    ImagePlus image = shorts(12);
    image.setDimensions(2, 3, 2);
    assertThatThrownBy(() -> ImagePlusVolume.of(image))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("2 channels and 2 frames");
    Volume volume = ImagePlusVolume.of(image, 2, 2);
    assertThat(volume.sizeZ()).isEqualTo(3);
    assertThat(slice(volume, Axis.Z, 1)[0]).isEqualTo(32768 + 900);
    assertThatThrownBy(() -> ImagePlusVolume.of(image, 3, 1))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("1..2");
  }

  @Test
  void bytesFloatsAndColours() {
    ImagePlus floats = new ImagePlus("f", new FloatProcessor(2, 1, new float[] {-0.5f, Float.NaN}));
    assertThat(slice(ImagePlusVolume.of(floats), Axis.Z, 0)).containsExactly(-0.5f, Float.NaN);
    ImageStack stack = new ImageStack(2, 1);
    stack.addSlice(null, new byte[] {1, (byte) 200});
    ImagePlus bytes = new ImagePlus("b", stack);
    assertThat(slice(ImagePlusVolume.of(bytes), Axis.Z, 0)).containsExactly(1, 200);
    assertThatThrownBy(() -> ImagePlusVolume.of(new ImagePlus("c", new ColorProcessor(2, 2))))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("colours");
  }
}
