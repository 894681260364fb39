package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** OME-Zarr of both versions of Zarr, made by the tests themselves. */
class OmeZarrTest {
  private static final int X = 7;
  private static final int Y = 5;
  private static final int Z = 3;

  private static final String SCALED =
      """
      {"version": "0.4", "axes": [{"name": "z", "type": "space", "unit": "micrometer"},
        {"name": "y", "type": "space", "unit": "micrometer"},
        {"name": "x", "type": "space", "unit": "nanometer"}],
       "datasets": [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [5, 2, 500]},
         {"type": "translation", "translation": [10, 0, 0]}]},
        {"path": "1", "coordinateTransformations": [{"type": "scale", "scale": [5, 4, 1000]},
         {"type": "translation", "translation": [10, 1, 250]}]}],
       "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 2]}]}
      """;

  @TempDir Path folder = Path.of(".");

  private static double value(float[] values, int[] zyx) {
    return values[(zyx[0] * Y + zyx[1]) * X + zyx[2]];
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void everyTypeOrderPackingAndLayout(int version) throws IOException {
    int compared = 0;
    for (VoxelType type : VoxelType.values()) {
      float[] values = TestVolumes.values(type, 5);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        for (String packing : List.of("none", "gzip", version == 2 ? "zlib" : "crc32c", "zstd")) {
          for (boolean reversed : new boolean[] {false, true}) {
            ZarrBuilder array = new ZarrBuilder(version);
            array.type = type;
            array.order = order;
            array.packing = packing;
            array.reversed = reversed;
            array.separator = reversed ? "." : "/";
            array.elements = zyx -> value(values, zyx);
            Path path = folder.resolve(version + "-" + compared++);
            array.write(path);
            Volume volume = Volumes.open(path);
            assertThat(TestVolumes.read(volume)).containsExactly(values);
            assertThat(Volumes.header(path).type()).isEqualTo(type);
          }
        }
      }
    }
    assertThat(compared).isEqualTo(160);
  }

  @Test
  void slicesAlongEveryAxis() throws IOException {
    float[] values = TestVolumes.values(VoxelType.INT16, 8);
    ZarrBuilder array = new ZarrBuilder(3);
    array.type = VoxelType.INT16;
    array.elements = zyx -> value(values, zyx);
    array.write(folder);
    Volume same = Volume.ofFloats(values, X, Y, Z, Geometry.UNIT);
    // One chunk is kept, so that others are read again.
    Volume volume = OmeZarr.read(folder).open(0, 0, 1);
    for (Axis axis : Axis.values()) {
      for (int i = 0; i < same.size(axis); i++) {
        float[] expected = new float[same.sliceSize(axis)];
        float[] found = new float[same.sliceSize(axis)];
        same.readSlice(axis, i, expected);
        volume.readSlice(axis, i, found);
        assertThat(found).as(axis + "=" + i).containsExactly(expected);
      }
    }
  }

  @Test
  void shardsAndWhatIsNotThere() throws IOException {
    float[] values = TestVolumes.values(VoxelType.UINT16, 9);
    Arrays.fill(values, 0, X * Y * 2, 0); // both chunks of the first two slices
    for (String packing : List.of("none", "gzip", "zstd")) {
      ZarrBuilder array = new ZarrBuilder(3);
      array.type = VoxelType.UINT16;
      array.packing = packing;
      array.shard = new int[] {2, 4, 8};
      array.elements = zyx -> value(values, zyx);
      Path path = folder.resolve("shards-" + packing);
      array.write(path);
      assertThat(path.resolve("c/0/0/0")).exists();
      assertThat(TestVolumes.read(Volumes.open(path))).containsExactly(values);
    }
  }

  @Test
  void chunksThatAreNotThereAreFilled() throws IOException {
    for (String[] fill :
        new String[][] {{"7.5", "7.5"}, {"\"NaN\"", "NaN"}, {"\"-Infinity\"", "-Infinity"}}) {
      ZarrBuilder array = new ZarrBuilder(2);
      array.type = VoxelType.FLOAT32;
      array.fill = fill[0];
      array.elements = zyx -> zyx[0] == 2 ? 1 : 0;
      Path path = folder.resolve("fill" + fill[1]);
      array.write(path);
      float[] found = TestVolumes.read(Volumes.open(path));
      assertThat(Float.valueOf(found[0])).isEqualTo(Float.valueOf(fill[1]));
      assertThat(found[2 * X * Y]).isEqualTo(1);
    }
    ZarrBuilder bits = new ZarrBuilder(3);
    bits.type = VoxelType.FLOAT32;
    bits.fill = "\"0x3fc00000\"";
    bits.write(folder.resolve("bits"));
    assertThat(TestVolumes.read(Volumes.open(folder.resolve("bits")))).containsOnly(1.5f);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void levelsHaveTheirPlaceInMillimetres(int version) throws IOException {
    ZarrBuilder.writeImage(version, folder, SCALED);
    ZarrBuilder fine = new ZarrBuilder(version);
    fine.elements = zyx -> 1;
    fine.write(folder.resolve("0"));
    ZarrBuilder coarse = new ZarrBuilder(version);
    coarse.shape = new int[] {3, 3, 4};
    coarse.elements = zyx -> 2;
    coarse.write(folder.resolve("1"));
    Volume volume = Volumes.open(folder);
    assertThat(volume.geometry())
        .isEqualTo(Geometry.ofAffine(0.001, 0, 0, 0, 0, 0.002, 0, 0, 0, 0, 0.005, 0.01));
    assertThat(volume.geometry().stored()).isEmpty();
    assertThat(TestVolumes.read(volume)).containsOnly(1);
    OmeZarr image = OmeZarr.read(folder);
    assertThat(image.levels()).isEqualTo(2);
    assertThat(image.type(1)).isEqualTo(VoxelType.UINT8);
    assertThat(image.grid(1).toString()).startsWith("4x3x3 voxels of 0.002x0.004x0.005 mm");
    // The folder of a level is that level, with its place.
    Volume second = Volumes.open(folder.resolve("1"));
    assertThat(second.geometry()).isEqualTo(image.grid(1).geometry());
    assertThat(second.geometry().origin()).containsExactly(0.0005, 0.001, 0.01);
    assertThat(TestVolumes.read(second)).containsOnly(2);
  }

  @Test
  void channelsAndTimesAreFrames() throws IOException {
    ZarrBuilder.writeImage(
        2,
        folder,
        """
        {"axes": [{"name": "t", "type": "time"}, {"name": "c", "type": "channel"},
          {"name": "z"}, {"name": "y"}, {"name": "x"}], "datasets": [{"path": "a/b"}]}
        """);
    ZarrBuilder array = new ZarrBuilder(2);
    array.shape = new int[] {2, 3, 3, 5, 7};
    array.chunk = new int[] {1, 2, 2, 5, 4};
    array.elements = i -> 100 * i[0] + 10 * i[1] + i[2];
    array.write(folder.resolve("a/b"));
    assertThat(Volumes.header(folder).frames()).isEqualTo(6);
    assertThat(Volumes.header(folder).format()).isEqualTo(VolumeFormat.OME_ZARR);
    Volume volume = Volumes.open(folder, 5);
    assertThat(TestVolumes.read(volume)[0]).isEqualTo(120);
    assertThat(TestVolumes.read(volume)[2 * X * Y]).isEqualTo(122);
    assertThat(volume.geometry().stored()).contains(StoredGrid.unplaced());
    assertThatThrownBy(() -> Volumes.open(folder)).hasMessageContaining("choose one of 0..5");
    assertThatThrownBy(() -> Volumes.open(folder, 6)).hasMessageContaining("no frame 6");
  }

  @Test
  void axesInAnyOrderAndPicturesWithoutZ() throws IOException {
    ZarrBuilder array = new ZarrBuilder(3);
    array.names = List.of("x", "y", "z");
    array.shape = new int[] {7, 5, 3};
    array.elements = xyz -> 50 * xyz[2] + 7 * xyz[1] + xyz[0];
    array.write(folder.resolve("xyz"));
    float[] counted = new float[X * Y * Z];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = 50 * (i / X / Y) + i % (X * Y);
    }
    assertThat(TestVolumes.read(Volumes.open(folder.resolve("xyz")))).containsExactly(counted);
    ZarrBuilder flat = new ZarrBuilder(2);
    flat.shape = new int[] {5, 7};
    flat.chunk = new int[] {3, 3};
    flat.elements = yx -> 7 * yx[0] + yx[1];
    flat.write(folder.resolve("flat"));
    Volume picture = Volumes.open(folder.resolve("flat"));
    assertThat(picture.grid().toString()).startsWith("7x5x1 ");
    assertThat(TestVolumes.read(picture)).containsExactly(Arrays.copyOf(counted, X * Y));
    float[] column = new float[Y];
    picture.readSlice(Axis.X, 3, column);
    assertThat(column).containsExactly(3, 10, 17, 24, 31);
  }

  @Test
  void labelsAreExact() throws IOException {
    ZarrBuilder array = new ZarrBuilder(2);
    array.type = VoxelType.UINT32;
    array.elements = zyx -> zyx[0] == 1 ? 16777217 : 0;
    array.write(folder.resolve("labels"));
    LabelVolume labels = Volumes.readLabels(folder.resolve("labels"));
    assertThat(labels.labels()).containsExactly(16777217);
    array.type = VoxelType.INT8;
    array.elements = zyx -> -1;
    array.write(folder.resolve("negative"));
    assertThatThrownBy(() -> Volumes.readLabels(folder.resolve("negative")))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("at voxel 0,0,0: labels are");
  }

  @Test
  void severalThreadsReadAtOnce() throws Exception {
    float[] values = new float[64 * 64 * 64];
    Random random = new Random(4);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(1 << 16);
    }
    ZarrBuilder array = new ZarrBuilder(2);
    array.type = VoxelType.UINT16;
    array.shape = new int[] {64, 64, 64};
    array.chunk = new int[] {16, 32, 32};
    array.packing = "zstd";
    array.elements = zyx -> values[(zyx[0] * 64 + zyx[1]) * 64 + zyx[2]];
    array.write(folder);
    Volume volume = OmeZarr.read(folder).open(0, 0, 3 * 32 * 32 * 16 * 2);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> slices = new ArrayList<>();
      for (int z = 0; z < 64; z++) {
        int index = z;
        slices.add(
            threads.submit(
                () -> {
                  float[] slice = new float[64 * 64];
                  volume.readSlice(Axis.Z, index, slice);
                  return slice;
                }));
      }
      for (int z = 0; z < 64; z++) {
        assertThat(slices.get(z).get())
            .containsExactly(Arrays.copyOfRange(values, z * 4096, (z + 1) * 4096));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void bloscPutsBytesAndBitsBack() throws IOException {
    // Written by hand: one block of two unsplit 16-bit elements at a time would not be split.
    byte[] shuffled = {16, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18};
    byte[] packed = new byte[20 + shuffled.length];
    System.arraycopy(
        new byte[] {2, 1, 1 | 16 | 1 << 5, 2, 16, 0, 0, 0, 16, 0, 0, 0, 40, 0, 0, 0, 20, 0, 0, 0},
        0,
        packed,
        0,
        20);
    System.arraycopy(shuffled, 0, packed, 20, shuffled.length);
    ZarrBuilder array = new ZarrBuilder(2);
    array.type = VoxelType.UINT16;
    array.shape = new int[] {1, 2, 4};
    array.chunk = new int[] {1, 2, 4};
    array.write(folder);
    Path metadata = folder.resolve(".zarray");
    Files.writeString(
        metadata,
        Files.readString(metadata)
            .replace("\"compressor\": null", "\"compressor\": {\"id\": \"blosc\"}"));
    Files.createDirectories(folder.resolve("0/0"));
    Files.write(folder.resolve("0/0/0"), packed);
    assertThat(TestVolumes.read(Volumes.open(folder)))
        .containsExactly(
            1 + 256 * 11,
            2 + 256 * 12,
            3 + 256 * 13,
            4 + 256 * 14,
            5 + 256 * 15,
            6 + 256 * 16,
            7 + 256 * 17,
            8 + 256 * 18);
    packed[2] = 4 | 16 | 1 << 5; // bits: row r has bit r of all eight elements
    for (int row = 0; row < 16; row++) {
      packed[24 + row] = (byte) (row == 0 ? 0x01 : row == 15 ? 0x80 : 0);
    }
    Files.write(folder.resolve("0/0/0"), packed);
    assertThat(TestVolumes.read(Volumes.open(folder))).containsExactly(1, 0, 0, 0, 0, 0, 0, 32768);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    ZarrBuilder array = new ZarrBuilder(2);
    array.packing = "gzip";
    array.elements = zyx -> 1;
    array.write(folder.resolve("a"));
    String text = Files.readString(folder.resolve("a/.zarray"));
    refused("a/.zarray", text.replace("\"gzip\"", "\"bz2\""), "packed with 'bz2'", "zstd");
    refused("a/.zarray", text.replace("\"|u1\"", "\"<c8\""), "elements of the type \"<c8\"");
    refused("a/.zarray", text.replace("[3, 5, 7]", "[3, 5, 0]"), "whole numbers of 1");
    refused("a/.zarray", text.replace("[3, 5, 7]", "[3, 70000, 70000]"), "up to 2147483639");
    refused("a/.zarray", text.replace("[2, 2, 4]", "[2, 99999, 99999]"), "up to 1 GiB");
    refused("a/.zarray", text.replace("[2, 2, 4]", "[2, 4]"), "3 axes and chunks of 2");
    refused("a/.zarray", text.replace("null", "[{\"id\": \"delta\"}]"), "filter delta");
    refused("a/.zarray", text.substring(0, 40), "is no JSON");
    Files.writeString(folder.resolve("a/.zarray"), text);
    Volume volume = Volumes.open(folder.resolve("a"));
    byte[] bytes = Files.readAllBytes(folder.resolve("a/0/0/0"));
    Files.write(folder.resolve("a/0/0/0"), Arrays.copyOf(bytes, bytes.length - 9));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> TestVolumes.read(volume))
          .isInstanceOf(VolumeException.class)
          .hasMessageContaining("in chunk 0,0,0")
          .hasMessageContaining("copy it again");
    }
    Files.write(folder.resolve("a/0/0/0"), bytes);
    assertThat(TestVolumes.read(volume)).containsOnly(1); // it is tried anew
    Files.writeString(folder.resolve(".zgroup"), "{}");
    Files.writeString(folder.resolve(".zattrs"), "{}");
    assertThatThrownBy(() -> Volumes.open(folder)).hasMessageEndingWith("such as a");
    refused(
        ".zattrs",
        "{\"multiscales\": [{\"datasets\": [{\"path\": \"../other\"}]}]}",
        "not inside the image");
    assertThatThrownBy(() -> Volumes.open(folder.resolve("a/.zarray")))
        .hasMessageContaining("give the folder");
  }

  private void refused(String file, String content, String... says) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, content);
    assertThatThrownBy(() -> Volumes.open(path.getParent()))
        .isInstanceOf(VolumeException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(says));
  }
}
