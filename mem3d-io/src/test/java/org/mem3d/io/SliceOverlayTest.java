package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

class SliceOverlayTest {
  private static final int X = 12;
  private static final int Y = 8;
  private static final int Z = 4;
  private static final IntensityWindow WINDOW = new IntensityWindow(0, 100);

  @TempDir Path folder;

  private static Volume flat(float value) {
    float[] voxels = new float[X * Y * Z];
    Arrays.fill(voxels, value);
    return Volume.ofFloats(voxels, X, Y, Z, Geometry.ofSpacing(1, 1, 3));
  }

  private static int pixel(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xffffff;
  }

  @Test
  void pixelsAreSquareInMillimetres() {
    SliceOverlay overlay = SliceOverlay.of(flat(50), WINDOW).withScale(2);
    assertThat(overlay.render(Axis.Z, 0).getWidth()).isEqualTo(24);
    assertThat(overlay.render(Axis.Z, 0).getHeight()).isEqualTo(16);
    assertThat(overlay.render(Axis.Y, 0).getWidth()).isEqualTo(24);
    assertThat(overlay.render(Axis.Y, 0).getHeight()).isEqualTo(24);
    assertThat(overlay.render(Axis.X, 0).getWidth()).isEqualTo(16);
    assertThat(overlay.withScale(1.5).render(Axis.Z, 0).getWidth()).isEqualTo(18);
  }

  @Test
  void uGoesRightAndVDown() {
    float[] voxels = new float[X * Y * Z];
    voxels[3 + X * (6 + Y * 2)] = 100;
    Volume volume = Volume.ofFloats(voxels, X, Y, Z, Geometry.UNIT);
    SliceOverlay overlay = SliceOverlay.of(volume, WINDOW).withScale(1);
    assertThat(pixel(overlay.render(Axis.Z, 2), 3, 6)).isEqualTo(0xffffff);
    assertThat(pixel(overlay.render(Axis.Y, 6), 3, 2)).isEqualTo(0xffffff);
    assertThat(pixel(overlay.render(Axis.X, 3), 6, 2)).isEqualTo(0xffffff);
    assertThat(pixel(overlay.render(Axis.Z, 1), 3, 6)).isZero();
  }

  @Test
  void theWindowClampsAndWhatIsNoNumberIsBlack() {
    float[] voxels = {-5, 0, 50, 100, 300, Float.NaN, Float.POSITIVE_INFINITY};
    Volume volume = Volume.ofFloats(voxels, 7, 1, 1, Geometry.UNIT);
    BufferedImage image = SliceOverlay.of(volume, WINDOW).withScale(1).render(Axis.Z, 0);
    int[] greys = {0, 0, 128, 255, 255, 0, 255};
    for (int x = 0; x < 7; x++) {
      assertThat(pixel(image, x, 0)).isEqualTo(greys[x] * 0x010101);
    }
  }

  @Test
  void masksAreFilledAndEdgedInTheirColours() {
    byte[] labels = new byte[X * Y * Z];
    for (int y = 1; y < 7; y++) {
      for (int x = 1; x < 11; x++) {
        labels[x + X * y] = (byte) (x < 6 ? 1 : 2);
      }
    }
    Mask mask = new Mask(X, Y, Z, Geometry.ofSpacing(1, 1, 3), labels);
    SliceOverlay overlay = SliceOverlay.of(flat(0), WINDOW).withScale(4).withMask(mask);
    BufferedImage image = overlay.withOpacity(1).render(Axis.Z, 0);
    assertThat(pixel(image, 14, 16)).isEqualTo(LabelColors.rgb(1));
    assertThat(pixel(image, 34, 16)).isEqualTo(LabelColors.rgb(2));
    assertThat(pixel(image, 1, 1)).isZero();
    BufferedImage contours = overlay.withOpacity(0).render(Axis.Z, 0);
    assertThat(pixel(contours, 14, 16)).isZero();
    assertThat(pixel(contours, 4, 16)).isNotZero();
    assertThat(pixel(contours, 23, 16)).isNotZero();
    assertThat(pixel(overlay.render(Axis.Z, 1), 14, 16)).isZero();
    BufferedImage truth = overlay.withOutline(mask).render(Axis.Z, 0);
    assertThat(pixel(truth, 4, 16) & 0xff).isGreaterThan(230);
  }

  @Test
  void everyKindOfMarkIsDrawnOnItsSliceAlone() {
    List<Interaction> marks =
        List.of(
            Interaction.scribble(1, Axis.Z, 1, 2, 2, 9, 5),
            Interaction.negativeScribble(2, Axis.Z, 1, 2, 2, 9, 5),
            Interaction.click(3, Axis.Z, 1, 5, 4),
            Interaction.negativeClick(4, Axis.Z, 1, 5, 4),
            Interaction.box(5, Axis.Z, 1, -1e9, 1, 1e9, 6),
            Interaction.extremePoints(6, Axis.Z, 1, 1, 3, 9, 3, 4, 1, 4, 6),
            Interaction.lasso(7, Axis.Z, 1, 2, 2, 9, 2, 5, 6),
            Interaction.mask(8, Axis.Z, 1, SliceMask.of(X, Y, i -> i > 20 && i < 60)),
            Interaction.absent(1, Axis.Z, 1));
    BufferedImage plain = SliceOverlay.of(flat(50), WINDOW).withScale(8).render(Axis.Z, 1);
    for (Interaction mark : marks) {
      SliceOverlay overlay =
          SliceOverlay.of(flat(50), WINDOW).withScale(8).withMarks(List.of(mark));
      BufferedImage image = overlay.render(Axis.Z, 1);
      int ofColour = 0;
      int changed = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          ofColour += pixel(image, x, y) == LabelColors.rgb(mark.object()) ? 1 : 0;
          changed += pixel(image, x, y) != pixel(plain, x, y) ? 1 : 0;
        }
      }
      assertThat(ofColour).as(mark.toString()).isGreaterThan(8);
      assertThat(changed).isLessThan(image.getWidth() * image.getHeight());
      BufferedImage other = overlay.render(Axis.Z, 2);
      assertThat(pixel(other, 40, 32)).isEqualTo(pixel(plain, 40, 32));
    }
  }

  @Test
  void aClickIsDrawnWhereItIs() {
    SliceOverlay overlay =
        SliceOverlay.of(flat(0), WINDOW)
            .withScale(10)
            .withMarks(List.of(Interaction.click(1, Axis.Y, 3, 9, 1)));
    BufferedImage image = overlay.render(Axis.Y, 3);
    assertThat(pixel(image, 95, 45)).isEqualTo(LabelColors.rgb(1));
    assertThat(pixel(image, 45, 45)).isZero();
  }

  @Test
  void picturesAreWrittenAsPng() throws Exception {
    Path path = folder.resolve("a.png");
    SliceOverlay overlay = SliceOverlay.of(TestVolumes.volume(VoxelType.FLOAT32, 4));
    overlay.write(path, Axis.Z, 1);
    BufferedImage read = ImageIO.read(path.toFile());
    BufferedImage drawn = overlay.render(Axis.Z, 1);
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        assertThat(pixel(read, x, y)).isEqualTo(pixel(drawn, x, y));
      }
    }
  }

  @Test
  void wrongRequestsAreNamed() {
    SliceOverlay overlay = SliceOverlay.of(flat(1), WINDOW);
    assertThatThrownBy(() -> overlay.render(Axis.Z, 4)).isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> overlay.withScale(0)).isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> overlay.withOpacity(2)).isInstanceOf(VolumeException.class);
    Mask other = new Mask(1, 1, 1, Geometry.UNIT, new byte[1]);
    assertThatThrownBy(() -> overlay.withMask(other))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("1x1x1", "12x8x4");
    Volume thin = Volume.ofBytes(new byte[2000], 2000, 1, 1, Geometry.ofSpacing(10, 0.1, 1));
    assertThatThrownBy(() -> SliceOverlay.of(thin, WINDOW).render(Axis.Z, 0))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("smaller scale");
  }
}
