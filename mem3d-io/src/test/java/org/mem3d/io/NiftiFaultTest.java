package org.mem3d.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.VolumeException;

/** Files that are wrong are refused in one clear line that names the file. */
class NiftiFaultTest {
  @TempDir Path folder;

  @Test
  void whatIsNoFile() throws IOException {
    refused(folder.resolve("missing.nii"), "missing.nii does not exist");
    refused(folder, "is a folder");
    refused(written("empty.nii"), "not a NIfTI file", "nothing");
    refused(written("text.nii", "hello, world".getBytes(UTF_8)), "not a NIfTI file", "68 65");
    refused(written("short.nii.gz", TestVolumes.gzip(new byte[3])), "not a NIfTI file");
    byte[] file = correct(1);
    refused(written("head.nii", Arrays.copyOf(file, 200)), "200 bytes", "header of 348");
    file[344] = 0;
    refused(written("analyze.hdr", file), "magic", "ANALYZE");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void wrongHeaders(int version) throws IOException {
    spoilt(version, f -> f.dim[0] = 0, "dim[0]");
    spoilt(version, f -> f.dim[0] = 9, "9 dimensions");
    spoilt(version, f -> f.dim[2] = 0, "[7, 0, 3]", "positive");
    spoilt(version, f -> f.dim[1] = -7, "[-7, 5, 3]", "positive");
    spoilt(
        version,
        f -> {
          f.dim[0] = 5;
          f.dim[5] = 3;
        },
        "[7, 5, 3, 1, 3]",
        "extract");
    spoilt(version, f -> f.datatype = 32, "complex64", "float32");
    spoilt(
        version,
        f -> {
          f.datatype = 128;
          f.bitpix = 24;
        },
        "RGB24");
    spoilt(version, f -> f.datatype = 1536, "float128");
    spoilt(version, f -> f.datatype = 3, "datatype 3", "unknown");
    spoilt(version, f -> f.voxOffset = 100, "vox_offset", "100");
    spoilt(version, f -> f.voxOffset = -8, "vox_offset", "-8");
    spoilt(
        version,
        f -> {
          f.sclSlope = 2;
          f.sclInter = Double.NaN;
        },
        "scl_inter NaN");
  }

  @Test
  void moreVoxelsThanTheFileHas() throws IOException {
    spoilt(1, f -> f.dim[3] = 4, "7x5x4", "632 bytes", "has 562", "copy");
    spoilt(2, f -> f.dim[3] = 1L << 24, "7x5x16777216", "has 754");
    byte[] whole = correct(1);
    refused(written("cut.nii", Arrays.copyOf(whole, whole.length - 1)), "truncated", "has 561");
  }

  @Test
  void moreVoxelsThanTheFileOrAnArrayHolds() throws IOException {
    spoilt(
        1,
        f -> {
          f.dim[1] = 32767;
          f.dim[2] = 32767;
        },
        "32767x32767",
        "its header lies");
    spoilt(2, f -> Arrays.fill(f.dim, 1, 4, Long.MAX_VALUE), "9223372036854775807", "array");
  }

  @Test
  void aCompressedFileWhoseHeaderLiesIsRefusedBeforeAnArrayIsMade() throws IOException {
    NiftiFields fields = TestVolumes.fields(2, VoxelType.FLOAT64);
    fields.dim[1] = 1200;
    fields.dim[2] = 1200;
    fields.dim[3] = 1400; // 16 GB, more than the tests' virtual machine may use
    byte[] small = TestVolumes.file(fields, 840);
    refused(written("lie.nii.gz", TestVolumes.gzip(small)), "truncated, or its header lies");
    byte[] large = TestVolumes.file(fields, 40_000_000);
    Random random = new Random(5);
    byte[] noise = new byte[20_000_000];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, large, 1000, noise.length);
    refused(written("lie.nii.gz", TestVolumes.gzip(large)), "1200x1200x1400", "has 40000544");
  }

  @Test
  void aVolumeThatTheVirtualMachineHasNoRoomForIsRefused() throws IOException {
    NiftiFields fields = TestVolumes.fields(2, VoxelType.FLOAT32);
    fields.dim[1] = 2000;
    fields.dim[2] = 1000;
    fields.dim[3] = 1000; // 8 GB, a hole in a file that takes no room
    Path path = written("sparse.nii", TestVolumes.file(fields, 0));
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(544 + 8_000_000_000L);
    }
    refused(path, "7629 MB", "-Xmx");
  }

  @Test
  void truncatedAndDamagedGzip() throws IOException {
    byte[] packed = TestVolumes.gzip(correct(1));
    for (int length : new int[] {3, 12, packed.length / 2, packed.length - 9, packed.length - 1}) {
      refused(written("cut.nii.gz", Arrays.copyOf(packed, length)), "cut.nii.gz");
    }
    byte[] checksum = packed.clone();
    checksum[packed.length - 7] ^= 1;
    refused(written("checksum.nii.gz", checksum), "damaged");
  }

  @Test
  void halfAPair() throws IOException {
    NiftiFields fields = TestVolumes.fields(1, VoxelType.INT16);
    fields.paired = true;
    fields.voxOffset = 0;
    Path header = written("half.hdr", fields.toBytes(ByteOrder.LITTLE_ENDIAN));
    refused(header, "half.hdr is one of a pair", "half.img");
    Path image = written("half.img", new byte[7 * 5 * 3 * 2]);
    assertThat(Volumes.open(header).sizeX()).isEqualTo(7);
    assertThat(Volumes.open(image).sizeX()).isEqualTo(7);
    Files.delete(header);
    refused(image, "half.img is one of a pair", "half.hdr");
  }

  @Test
  void severalFrames() throws IOException {
    NiftiFields fields = TestVolumes.fields(1, VoxelType.UINT8);
    fields.dim[0] = 4;
    fields.dim[4] = 2;
    byte[] file = TestVolumes.file(fields, 2 * 105);
    for (byte[] bytes : List.of(file, TestVolumes.gzip(file))) {
      Path path = written("frames.nii", bytes);
      refused(path, "2 frames", "0..1", "Volumes.open(path, frame)");
      assertThat(TestVolumes.read(Volumes.open(path, 0))[3]).isEqualTo(3);
      assertThat(TestVolumes.read(Volumes.open(path, 1))[3]).isEqualTo(108);
      for (int frame : new int[] {-1, 2}) {
        assertThatThrownBy(() -> Volumes.open(path, frame))
            .isInstanceOf(VolumeException.class)
            .hasMessageContaining("no frame " + frame);
      }
    }
  }

  @Test
  void noChangeOfAFileGivesAnythingButAVolumeOrItsException() throws IOException {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("NiftiFaultTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      int version = 1 + random.nextInt(2);
      byte[] bytes = correct(version);
      boolean compressed = random.nextBoolean();
      boolean spoilBefore = random.nextBoolean();
      if (spoilBefore) {
        bytes = spoil(bytes, random, version == 1 ? 352 : 544);
      }
      if (compressed) {
        bytes = TestVolumes.gzip(bytes);
      }
      if (!spoilBefore) {
        bytes = spoil(bytes, random, bytes.length);
      }
      Path path = written("spoilt.nii", bytes);
      try {
        TestVolumes.read(Volumes.open(path));
        Volumes.readLabels(path);
      } catch (VolumeException e) {
        assertThat(e).hasMessageContaining("spoilt");
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }

  private static byte[] spoil(byte[] bytes, Random random, int within) {
    byte[] spoilt = bytes.clone();
    if (random.nextInt(3) == 0) {
      return Arrays.copyOf(spoilt, random.nextInt(spoilt.length));
    }
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      spoilt[random.nextInt(Math.min(within, spoilt.length))] = (byte) random.nextInt();
    }
    return spoilt;
  }

  private static byte[] correct(int version) {
    return TestVolumes.file(TestVolumes.fields(version, VoxelType.INT16), 7 * 5 * 3 * 2);
  }

  private void spoilt(int version, Consumer<NiftiFields> fault, String... words)
      throws IOException {
    NiftiFields fields = TestVolumes.fields(version, VoxelType.INT16);
    fault.accept(fields);
    byte[] file = TestVolumes.file(fields, 7 * 5 * 3 * 2);
    refused(written("spoilt.nii", file), words);
    refusedByName(written("spoilt.nii.gz", TestVolumes.gzip(file)));
  }

  private Path written(String name, byte... bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void refusedByName(Path path) {
    refused(path, String.valueOf(path.getFileName()));
  }

  private static void refused(Path path, String... words) {
    assertThatThrownBy(() -> Volumes.open(path))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> Volumes.readLabels(path)).isInstanceOf(VolumeException.class);
  }
}
