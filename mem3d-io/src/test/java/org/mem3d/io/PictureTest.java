package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Windows, colours and montages. */
class PictureTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void percentilesLeaveOutWhatIsNoNumber() {
    float[] voxels = new float[1000];
    for (int i = 0; i < 1000; i++) {
      voxels[i] = (i * 7) % 1000;
    }
    voxels[0] = Float.NaN;
    voxels[1] = Float.POSITIVE_INFINITY;
    Volume volume = Volume.ofFloats(voxels, 10, 10, 10, Geometry.UNIT);
    IntensityWindow window = IntensityWindow.ofPercentiles(volume, 1, 99);
    assertThat(window.low()).isCloseTo(10, within(3.0));
    assertThat(window.high()).isCloseTo(989, within(3.0));
  }

  @Test
  void aLargeVolumeIsSampledEvenly() {
    int size = 160; // 4 million voxels whose value is their column
    byte[] voxels = new byte[size * size * size];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = (byte) (i % size);
    }
    Volume volume = Volume.ofUnsignedBytes(voxels, size, size, size, Geometry.UNIT);
    IntensityWindow window = IntensityWindow.ofPercentiles(volume, 10, 90);
    assertThat(window.low()).isCloseTo(16, within(1.0));
    assertThat(window.high()).isCloseTo(143, within(1.0));
  }

  @Test
  void volumesOfNothingOrOfOneValueHaveAWindow() {
    float[] nothing = {Float.NaN, Float.NaN};
    assertThat(
            IntensityWindow.ofPercentiles(Volume.ofFloats(nothing, 2, 1, 1, Geometry.UNIT), 1, 9))
        .isEqualTo(new IntensityWindow(0, 1));
    float[] one = {-7, -7};
    IntensityWindow window =
        IntensityWindow.ofPercentiles(Volume.ofFloats(one, 2, 1, 1, Geometry.UNIT), 0, 100);
    assertThat(window.low()).isEqualTo(-7);
    assertThat(window.high()).isGreaterThan(-7);
    assertThatThrownBy(() -> new IntensityWindow(2, 2)).isInstanceOf(VolumeException.class);
  }

  @Test
  void labelsHaveDistinctColours() {
    Set<Integer> colours = new HashSet<>();
    for (int label = 0; label < 256; label++) {
      assertThat(colours.add(LabelColors.rgb(label))).as("label " + label).isTrue();
    }
    assertThat(LabelColors.rgb(0)).isZero();
    assertThat(LabelColors.rgb(256)).isEqualTo(LabelColors.rgb(1));
    assertThat(LabelColors.rgb(Integer.MAX_VALUE)).isNotZero();
  }

  private static BufferedImage filled(int width, int height, int rgb) {
    Canvas canvas = new Canvas(width, height);
    canvas.fill(0, 0, width, height, rgb);
    return canvas.toImage();
  }

  @Test
  void montagesPutPicturesIntoAGrid() {
    Montage montage = new Montage(2);
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff};
    for (int colour : colours) {
      montage.add(filled(60, 40, colour), "");
    }
    BufferedImage image = montage.render();
    assertThat(image.getWidth()).isEqualTo(2 * 66 + 6);
    assertThat(image.getHeight()).isEqualTo(2 * 46 + 6);
    assertThat(image.getRGB(30, 20) & 0xffffff).isEqualTo(0xff0000);
    assertThat(image.getRGB(100, 20) & 0xffffff).isEqualTo(0x00ff00);
    assertThat(image.getRGB(30, 70) & 0xffffff).isEqualTo(0x0000ff);
    assertThatThrownBy(() -> new Montage(1).render()).isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> new Montage(0)).isInstanceOf(VolumeException.class);
  }

  @Test
  void captionsAreWrittenBelowAndCutToTheWidth() {
    BufferedImage plain = new Montage(1).add(filled(60, 20, 0), "").render();
    BufferedImage image = new Montage(1).add(filled(60, 20, 0), "z=12 Dice 0.93 é").render();
    assertThat(image.getWidth()).isEqualTo(plain.getWidth());
    assertThat(image.getHeight()).isGreaterThan(plain.getHeight());
    int ink = 0;
    for (int y = 26; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        ink += (image.getRGB(x, y) & 0xffffff) == 0xe8e8e8 ? 1 : 0;
      }
    }
    assertThat(ink).isGreaterThan(60);
    assertThat(Glyphs.fitting("DICE 0.93", 100, 1)).isEqualTo("DICE 0.93");
    assertThat(Glyphs.fitting("DICE 0.93", 30, 1)).isEqualTo("DIC..");
    assertThat(Glyphs.fitting("DICE 0.93", 5, 1)).isEmpty();
  }

  @Test
  void threePlanesLieSideBySide() {
    float[] voxels = new float[6 * 8 * 10];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = i % 6;
    }
    Volume volume = Volume.ofFloats(voxels, 6, 8, 10, Geometry.UNIT);
    SliceOverlay overlay = SliceOverlay.of(volume, new IntensityWindow(0, 5)).withScale(4);
    BufferedImage planes = Montage.ofPlanes(overlay, 5, 1, 2).render();
    // Cells as large as the largest, 32 x 40 pixels, with captions of 14 below.
    assertThat(planes.getWidth()).isEqualTo(3 * (32 + 6) + 6);
    assertThat(planes.getHeight()).isEqualTo(40 + 14 + 6 + 6 + 6);
    assertThat(planes.getRGB(2 * 38 + 6 + 16, 20) & 0xff).isEqualTo(255); // along x all is 5
    assertThatThrownBy(() -> Montage.ofPlanes(overlay, 6, 1, 2))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("outside 0..5");
  }

  @Test
  void aFilmIsReadAgain() throws IOException {
    Film film = new Film(150);
    for (int i = 0; i < 3; i++) {
      BufferedImage picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
      picture.setRGB(5 * i, 3, 0xff8000);
      film.add(picture);
    }
    Path file = folder.resolve("film.gif");
    film.write(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(3);
      assertThat(reader.read(2).getRGB(10, 3) & 0xffffff).isEqualTo(0xff8000);
      assertThat(reader.read(2).getRGB(5, 3) & 0xffffff).isZero();
      Node control =
          ((Element) reader.getImageMetadata(1).getAsTree("javax_imageio_gif_image_1.0"))
              .getElementsByTagName("GraphicControlExtension")
              .item(0);
      assertThat(((Element) control).getAttribute("delayTime")).isEqualTo("15");
    }
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .startsWith("GIF89a")
        .contains("NETSCAPE2.0");
    assertThatThrownBy(() -> film.add(new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB)))
        .hasMessageContaining("20x10, not 5x5");
    assertThatThrownBy(() -> new Film(40).write(file)).hasMessageContaining("needs a picture");
    assertThatThrownBy(() -> new Film(1)).isInstanceOf(VolumeException.class);
    assertThat(film.size()).isEqualTo(3);
  }
}
