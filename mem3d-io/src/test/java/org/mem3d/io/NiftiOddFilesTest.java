package org.mem3d.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Volume;

/** Files that are not as the standard has them, but that other readers open. */
class NiftiOddFilesTest {
  private static final int LAST = 7 * 5 * 3 - 1;

  @TempDir Path folder;

  @Test
  void whatFollowsTheVoxelsDoesNotCount() throws IOException {
    byte[] packed = TestVolumes.gzip(correct(f -> {}));
    for (int count : new int[] {1, 7, 40, 512}) {
      for (byte value : new byte[] {0, 31, 'x'}) {
        byte[] tail = new byte[count];
        Arrays.fill(tail, value);
        opens("junk.nii.gz", joined(packed, tail));
        opens("long.nii", joined(correct(f -> {}), tail));
      }
    }
  }

  @Test
  void gzipInSeveralMembers() throws IOException {
    byte[] file = correct(f -> {});
    for (int size : new int[] {1, 50, 348, 400}) {
      ByteArrayOutputStream members = new ByteArrayOutputStream();
      for (int at = 0; at < file.length; at += size) {
        byte[] part = Arrays.copyOfRange(file, at, Math.min(file.length, at + size));
        members.writeBytes(TestVolumes.gzip(part));
      }
      members.writeBytes(TestVolumes.gzip(new byte[0]));
      opens("members.nii.gz", members.toByteArray());
    }
  }

  @Test
  void namesInCapitalsAndNamesThatLie() throws IOException {
    byte[] file = correct(f -> {});
    opens("UPPER.NII", file);
    opens("UPPER.NII.GZ", TestVolumes.gzip(file));
    opens("plain.nii.gz", file);
    opens("packed.nii", TestVolumes.gzip(file));
    Path written = folder.resolve("WRITTEN.NII.GZ");
    Volumes.write(written, Volumes.open(folder.resolve("UPPER.NII")));
    assertThat(Files.readAllBytes(written)).startsWith(0x1f, 0x8b);
    for (String end : List.of(".hdr", ".img", ".hdr.gz", ".img.gz")) {
      for (boolean capitals : new boolean[] {false, true}) {
        Path pair = Files.createDirectories(folder.resolve(end + capitals));
        boolean packed = end.endsWith(".gz");
        byte[] header =
            Arrays.copyOf(
                correct(
                    f -> {
                      f.paired = true;
                      f.voxOffset = 0;
                    }),
                348);
        byte[] voxels = Arrays.copyOfRange(file, 352, file.length);
        for (String part : List.of(".hdr", ".img")) {
          byte[] bytes = part.equals(".hdr") ? header : voxels;
          String name = "pair" + part + (packed ? ".gz" : "");
          Files.write(
              pair.resolve(capitals ? name.toUpperCase(Locale.ROOT) : name),
              packed ? TestVolumes.gzip(bytes) : bytes);
        }
        String named = "pair" + end;
        isWhole(pair.resolve(capitals ? named.toUpperCase(Locale.ROOT) : named));
      }
    }
  }

  @Test
  void headersThatOtherReadersForgive() throws IOException {
    List<Consumer<NiftiFields>> faults =
        List.of(
            f -> f.bitpix = 0,
            f -> f.bitpix = 8,
            f -> f.voxOffset = 0,
            f -> f.voxOffset = 352.5,
            f -> {
              f.dim[0] = 4;
              f.dim[4] = 0;
            },
            f -> {
              f.dim[0] = 7;
              Arrays.fill(f.dim, 4, 8, 0);
            },
            f -> {
              f.dim[0] = 5;
              f.dim[4] = 1;
              f.dim[5] = 1;
            },
            f -> f.xyztUnits = 255,
            f -> {
              f.sclSlope = Double.NaN;
              f.sclInter = Double.NaN;
            });
    for (int i = 0; i < faults.size(); i++) {
      opens("odd" + i + ".nii", correct(faults.get(i)));
    }
    // Voxels right behind the header, without the four bytes of the extensions.
    byte[] file = correct(f -> f.voxOffset = 348);
    opens(
        "short.nii", joined(Arrays.copyOf(file, 348), Arrays.copyOfRange(file, 352, file.length)));
  }

  @Test
  void extensionsAreSteppedOver() throws IOException {
    byte[] file = correct(f -> f.voxOffset = 352 + 32);
    file[348] = 1;
    ByteBuffer extension = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    extension.putInt(32).putInt(6).put("a comment".getBytes(US_ASCII));
    byte[] whole =
        joined(
            Arrays.copyOf(file, 352),
            joined(extension.array(), Arrays.copyOfRange(file, 352, file.length)));
    opens("extended.nii", whole);
    opens("extended.nii.gz", TestVolumes.gzip(whole));
  }

  /** Returns a file whose voxels count up from 0. */
  private static byte[] correct(Consumer<NiftiFields> fault) {
    NiftiFields fields = TestVolumes.fields(1, VoxelType.INT16);
    byte[] file = GridMatrix.file(fields, ByteOrder.LITTLE_ENDIAN);
    fault.accept(fields);
    byte[] header = fields.toBytes(ByteOrder.LITTLE_ENDIAN);
    System.arraycopy(header, 0, file, 0, header.length);
    return file;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private void opens(String name, byte[] bytes) throws IOException {
    isWhole(Files.write(folder.resolve(name), bytes));
  }

  private static void isWhole(Path path) {
    Volume volume = Volumes.open(path);
    assertThat(List.of(volume.sizeX(), volume.sizeY(), volume.sizeZ()))
        .as(path.toString())
        .containsExactly(7, 5, 3);
    float[] values = TestVolumes.read(volume);
    for (int i = 0; i <= LAST; i++) {
      assertThat(values[i]).as("%s, voxel %d", path, i).isEqualTo(i);
    }
  }
}
