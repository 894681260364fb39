package org.mem3d.io.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.ImageSource;
import org.mem3d.io.VolumeFormat;
import org.mem3d.io.Volumes;

/** Files and folders from which a program's user chooses; beside the slices that it needs. */
class ImageSourceTest {
  @TempDir Path folder = Path.of(".");

  private Path slices() throws IOException {
    Path slices = Files.createDirectory(folder.resolve("slices"));
    for (int i = 0; i < 4; i++) {
      DicomBuilder slice = Slices.slice(DicomBuilder.Encoding.EXPLICIT, i, 10, 2.5 * i);
      slice.text(Tag.FRAME_OF_REFERENCE, "UI", "1.2.9").text(0x00080020, "DA", "20200101");
      Slices.write(slices, "s" + i, slice.text(0x00080030, "TM", "120000"));
    }
    return slices;
  }

  private Path nifti() {
    Path file = folder.resolve("image.nii");
    Volumes.write(
        file,
        Volume.ofShorts(new short[] {1, 2, 3, 4, 5, 6}, 3, 2, 1, Geometry.ofSpacing(1, 1, 2)));
    return file;
  }

  @Test
  void aFileOfOneVolume() {
    ImageSource source = ImageSource.of(nifti());
    assertThat(source.path()).isEqualTo(nifti());
    assertThat(source.series()).isEmpty();
    assertThat(source.isDicom()).isFalse();
    assertThat(source.frames(0)).isEqualTo(1);
    assertThat(source.header(0).format()).isEqualTo(VolumeFormat.NIFTI);
    float[] slice = new float[6];
    source.open(0, 0).readSlice(Axis.Z, 0, slice);
    assertThat(slice).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> source.open(0, 1)).isInstanceOf(VolumeException.class);
  }

  @Test
  void aFolderOfSlicesAndOneOfThem() throws IOException {
    Path slices = slices();
    ImageSource source = ImageSource.of(slices);
    assertThat(source.series()).hasSize(1);
    assertThat(source.isDicom()).isTrue();
    assertThat(source.frames(0)).isEqualTo(1);
    assertThat(source.header(0).grid().sizeZ()).isEqualTo(4);
    assertThat(source.open(0, 0).sizeZ()).isEqualTo(4);
    assertThatThrownBy(() -> source.frames(1)).isInstanceOf(IndexOutOfBoundsException.class);
    ImageSource one = ImageSource.of(slices.resolve("s2"));
    assertThat(one.isDicom()).isTrue();
    assertThat(one.open(0, 0).sizeZ()).isEqualTo(1);
  }

  @Test
  void aFolderWithoutImages() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> ImageSource.of(empty))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("is a folder without DICOM images");
  }

  private static SegmentationObject object(int label, String name, int rgb) {
    return new SegmentationObject(label, name, rgb, 0, false, Box.EVERYWHERE, Axis.Z);
  }

  /** Labels may have gaps; segments are numbered without. */
  @Test
  void labelsBecomeSegments() throws IOException {
    ImageSource source = ImageSource.of(slices());
    Volume image = source.open(0, 0);
    byte[] labels = new byte[4 * 3 * 4];
    labels[5] = 3;
    labels[17] = 7;
    Mask mask = new Mask(4, 3, 4, image.geometry(), labels);
    List<SegmentationObject> objects =
        List.of(object(3, "liver", 0xc04020), object(7, "cyst", 0xff));
    Path file = folder.resolve("mask.dcm");
    source.writeSegmentation(file, 0, 0, mask, objects);
    DicomSegmentation read = DicomSegmentation.read(file);
    assertThat(read.segments())
        .containsExactly(new DicomSegment("liver", 0xc04020), new DicomSegment("cyst", 0xff));
    Mask back = read.mask(image.grid());
    assertThat(back.label(1, 1, 0)).isEqualTo(1);
    assertThat(back.label(1, 1, 1)).isEqualTo(2);
    assertThat(ImageSource.of(file).isDicom()).as("a segmentation is no image").isFalse();

    Path other = folder.resolve("other.dcm");
    assertThatThrownBy(() -> source.writeSegmentation(other, 0, 0, mask, List.of(objects.get(0))))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("the mask has the label 7, but no such object");
    assertThatThrownBy(() -> ImageSource.of(nifti()).writeSegmentation(other, 0, 0, mask, objects))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("a DICOM segmentation belongs to DICOM slices");
    assertThat(other).doesNotExist();
  }
}
