package org.mem3d.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Interaction.GivenMask;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** Masks as images, ROIs and overlays say the same as the masks. */
class MaskImagesTest {
  private static final int X = 12;
  private static final int Y = 10;
  private static final int Z = 3;

  private static Mask mask() {
    byte[] labels = new byte[X * Y * Z];
    for (int y = 2; y < 8; y++) {
      for (int x = 3; x < 9; x++) {
        boolean hole = x == 5 && y == 5;
        labels[x + X * (y + Y)] = (byte) (hole ? 0 : 1);
      }
    }
    labels[0] = 2;
    labels[X * Y * Z - 1] = 2;
    return new Mask(X, Y, Z, Geometry.UNIT, labels);
  }

  private static ImagePlus image() {
    ImagePlus image = IJ.createImage("i", "16-bit black", X, Y, Z);
    image.getCalibration().setUnit("mm");
    image.getCalibration().pixelDepth = 2.5;
    image.getCalibration().setSigned16BitCalibration();
    return image;
  }

  @Test
  void labelsAsAnImage() {
    ImagePlus labels = MaskImages.labels("mask", mask(), image());
    assertThat(labels.getStackSize()).isEqualTo(Z);
    assertThat(labels.getCalibration().pixelDepth).isEqualTo(2.5);
    assertThat(labels.getCalibration().calibrated()).isFalse();
    assertThat(labels.getStack().getVoxel(3, 2, 1)).isEqualTo(1);
    assertThat(labels.getStack().getVoxel(11, 9, 2)).isEqualTo(2);
    assertThat(MaskImages.lut().getRGB(1) & 0xffffff).isEqualTo(SegmentationObject.defaultRgb(1));
    assertThat(MaskImages.lut().getRGB(0) & 0xffffff).isZero();
  }

  @Test
  void roisGiveTheMaskBack() {
    Mask mask = mask();
    List<Roi> rois = MaskImages.rois(mask, 1, "liver");
    assertThat(rois).hasSize(1);
    Roi roi = rois.get(0);
    assertThat(roi.getName()).isEqualTo("liver-2");
    assertThat(RoiMarks.slice(roi)).hasValue(1);
    GivenMask mark = (GivenMask) RoiMarks.of(roi, 1, 1, X, Y, true, RoiMarks.Areas.EXACT).get(0);
    SliceMask wanted = mask.slice(1, Axis.Z, 1);
    assertThat(mark.mask()).isEqualTo(wanted);
    assertThat(
            MaskImages.overlay(
                    mask,
                    List.of(
                        new SegmentationObject(1, "a", 0xff0000, 0, false, Box.EVERYWHERE, null),
                        new SegmentationObject(2, "b", 0x00ff00, 0, false, Box.EVERYWHERE, null)))
                .size())
        .isEqualTo(3);
  }

  @Test
  void valuesAsAnImage() {
    float[] values = new float[X * Y * Z];
    values[X * Y + 1] = 0.25f;
    Volume volume = Volume.ofFloats(values, X, Y, Z, Geometry.UNIT);
    ImagePlus image = MaskImages.values("p", volume, image());
    assertThat(image.getStack().getVoxel(1, 0, 1)).isEqualTo(0.25);
    assertThat(image.getCalibration().pixelDepth).isEqualTo(2.5);
  }
}
