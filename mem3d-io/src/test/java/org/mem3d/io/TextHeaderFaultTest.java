package org.mem3d.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.VolumeException;

/** NRRD files and MetaImages that are wrong are refused in one clear line that names the file. */
class TextHeaderFaultTest {
  private static final String NRRD =
      "NRRD0004\ntype: short\ndimension: 3\nspace: LPS\nsizes: 2 2 1\n"
          + "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n"
          + "endian: little\nencoding: raw\n";
  private static final String META =
      "ObjectType = Image\nNDims = 3\nDimSize = 2 2 1\nOffset = 0 0 0\n"
          + "TransformMatrix = 1 0 0 0 1 0 0 0 1\nElementSpacing = 1 1 1\n"
          + "ElementType = MET_SHORT\n";

  @TempDir Path folder = Path.of(".");

  @Test
  void whatIsInNoFormat() throws IOException {
    refused(written("a.xyz", "hello".getBytes(UTF_8)), "no format", "68 65", ".nii.gz", ".mha");
    refused(written("a.nrrd", "hello".getBytes(UTF_8)), "not a NRRD file", "hello");
    refused(written("a.mha", "hello".getBytes(UTF_8)), "not a MetaImage", "hello");
    refused(written("a.raw", new byte[9]), "give its header");
    refused(written("a.nrrd"), "not a NRRD file");
    refused(folder.resolve("missing.mha"), "does not exist");
    for (String name : List.of("a.raw", "a.png", "a")) {
      Path path = folder.resolve(name);
      assertThatThrownBy(() -> Volumes.write(path, TestVolumes.volume(VoxelType.INT8, 1)))
          .isInstanceOf(VolumeException.class)
          .hasMessageContainingAll(path.toString(), ".nhdr", ".mhd");
    }
  }

  @Test
  void contentComesBeforeTheName() throws IOException {
    Path nrrd = written("a.mha", bytes(NRRD, 8));
    assertThat(Volumes.header(nrrd).format()).isEqualTo(VolumeFormat.NRRD);
    Path meta = written("a.nii", bytes(META + "ElementDataFile = LOCAL", 8));
    assertThat(Volumes.header(meta).format()).isEqualTo(VolumeFormat.META_IMAGE);
    Path nifti = folder.resolve("a.nii.gz");
    Volumes.write(nifti, TestVolumes.volume(VoxelType.INT8, 1));
    assertThat(Volumes.header(Files.move(nifti, folder.resolve("b.nrrd"))).format())
        .isEqualTo(VolumeFormat.NIFTI);
  }

  @Test
  void wrongNrrdHeaders() throws IOException {
    nrrd("sizes: 2 2 1", "sizes: 2 2 0", "'2 2 0'", "positive");
    nrrd("sizes: 2 2 1", "sizes: 2 2", "2 numbers in 'sizes', not 3");
    nrrd("sizes: 2 2 1", "sizes: 2 2 x", "'2 2 x'", "no number");
    nrrd("sizes: 2 2 1", "sizes: 2000000000 2000000000 2000000000", "array", "crop");
    nrrd("sizes: 2 2 1", "sizes: 40000 40000 1", "3200000000 bytes", "it has 8");
    nrrd("dimension: 3", "dimension: 0", "'dimension'", "1 to 16");
    nrrd("dimension: 3\n", "", "no field 'dimension'");
    nrrd("type: short", "type: block", "'block'", "float");
    nrrd("endian: little\n", "", "no field 'endian'");
    nrrd("endian: little", "endian: middle", "'middle'");
    nrrd("encoding: raw", "encoding: bzip2", "'bzip2'", "unu save");
    nrrd("encoding: raw", "encoding: raw\nencoding: raw", "'encoding' twice");
    nrrd("endian: little", "hello", "'hello'", "neither a field nor a comment");
    nrrd("(1,0,0) (0,1,0) (0,0,1)", "(1,0,0) (0,1,0)", "each of its 3 axes");
    nrrd("(1,0,0) (0,1,0) (0,0,1)", "(1,0,0) (0,1,0) (0,1,0)", "make no grid");
    nrrd("(1,0,0) (0,1,0) (0,0,1)", "(1,0,0) (0,x,0) (0,1,0)", "vectors");
    nrrd("(1,0,0) (0,1,0) (0,0,1)", "none (0,1,0) (0,1,0)", "three axes, all of space");
    nrrd("(0,0,0)", "(0,0)x", "'space origin'");
    nrrd("space: LPS", "kinds: vector domain domain", "'vector domain domain'", "unu slice");
    nrrd("encoding: raw", "byte skip: -2\nencoding: raw", "'byte skip'", "'-2'");
    nrrd("encoding: raw", "line skip: 5\nencoding: raw", "fewer lines");
    nrrd("encoding: raw", "data file: nowhere.raw\nencoding: raw", "nowhere.raw", "one folder");
    nrrd("encoding: raw", "data file: LIST\nencoding: raw", "several files");
    nrrd("encoding: raw", "data file: s%03d.raw 1 9 1\nencoding: raw", "several files");
    nrrd("encoding: raw", "encoding: ascii", "no number");
    nrrd("encoding: raw", "encoding: gzip", "damaged");
    String four =
        NRRD.replace("dimension: 3", "dimension: 4")
            .replace("sizes: 2 2 1", "sizes: 3 2 2 2")
            .replace("directions: ", "directions: none ");
    refused(written("b.nrrd", bytes(four, 99)), "'3 2 2 2'", "three axes", "extract one");
  }

  @Test
  void wrongMetaImageHeaders() throws IOException {
    meta("DimSize = 2 2 1", "DimSize = 2 -2 1", "'2 -2 1'", "positive");
    meta("DimSize = 2 2 1\n", "", "no field 'DimSize'");
    meta("DimSize = 2 2 1", "DimSize = 2000000000 2000000000 2000000000", "array", "crop");
    meta("NDims = 3", "NDims = 99", "'NDims'");
    meta("MET_SHORT", "MET_FLOAT_MATRIX", "'MET_FLOAT_MATRIX'");
    meta("ObjectType = Image", "ObjectType = Tube", "'Tube'");
    meta("NDims = 3", "NDims = 3\nElementNumberOfChannels = 3", "3 values at each voxel");
    meta("1 0 0 0 1 0 0 0 1", "1 0 0 1 0 0 0 0 1", "make no grid");
    meta("1 0 0 0 1 0 0 0 1", "1 0 0 0", "4 numbers", "not 9");
    meta("Offset = 0 0 0", "Offset = 0 nan 0", "make no grid");
    meta("NDims = 3", "NDims = 3\nNDims = 3", "twice");
    meta("NDims = 3", "NDims = 3\nHeaderSize = 1.5", "HeaderSize");
    meta("NDims = 3", "NDims = 3\nCompressedData = True", "damaged");
    meta("NDims = 3", "NDims = 3\nElementToIntensityFunctionSlope = 0", "finite");
    refused(written("c.mhd", META.getBytes(UTF_8)), "ends without 'ElementDataFile'");
    refused(written("c.mhd", bytes(META + "ElementDataFile = LIST", 0)), "several files");
    refused(written("c.mhd", bytes(META + "ElementDataFile =", 0)), "names no file");
    refused(written("c.mhd", bytes(META + "ElementDataFile = .", 0)), "folder");
    refused(written("c.mhd", bytes(META + "ElementDataFile = \0x", 0)), "cannot be opened");
    byte[] endless = new byte[3 << 20];
    Arrays.fill(endless, (byte) 'a');
    refused(written("c.mha", bytes("NDims = " + new String(endless, UTF_8), 0)), "header of more");
  }

  @Test
  void packedVoxelsThatLieAreFoundBeforeAnArrayIsMade() throws IOException {
    String header =
        NRRD.replace("2 2 1", "1200 1200 1400") // 4 GB, more than the tests' JVM may use
            .replace("encoding: raw", "encoding: gzip");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((header + "\n").getBytes(UTF_8));
    file.writeBytes(TestVolumes.gzip(new byte[1000]));
    refused(written("lie.nrrd", file.toByteArray()), "1032");
    file.reset();
    file.writeBytes((header + "\n").getBytes(UTF_8));
    byte[] noise = new byte[20_000_000];
    new Random(5).nextBytes(noise);
    file.writeBytes(TestVolumes.gzip(noise));
    refused(written("lie.nrrd", file.toByteArray()), "it has 20000000");
  }

  @Test
  void noChangeOfAFileGivesAnythingButAVolumeOrItsException() throws IOException {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("TextHeaderFaultTest seed " + seed);
    Random random = new Random(seed);
    List<byte[]> correct = correct();
    for (int i = 0; i < 3000; i++) {
      int which = random.nextInt(correct.size());
      Path path = folder.resolve(which < 2 ? "spoilt.nrrd" : "spoilt.mha");
      byte[] bytes = correct.get(which).clone();
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 300 : 9999));
        bytes[at] = (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt());
      }
      Files.write(path, bytes);
      try {
        TestVolumes.read(Volumes.open(path));
        Volumes.readLabels(path);
      } catch (VolumeException e) {
        assertThat(e).hasMessageContaining("spoilt");
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }

  private List<byte[]> correct() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String ending : List.of(".nrrd", ".mha")) {
      for (boolean packed : new boolean[] {false, true}) {
        Path path = folder.resolve("correct" + ending);
        if (ending.equals(".nrrd")) {
          NrrdWriter.of(VoxelType.INT16)
              .withCompression(packed)
              .write(path, TestVolumes.volume(VoxelType.INT16, 3));
        } else {
          MetaImageWriter.of(VoxelType.INT16)
              .withCompression(packed)
              .write(path, TestVolumes.volume(VoxelType.INT16, 3));
        }
        files.add(Files.readAllBytes(path));
      }
    }
    return files;
  }

  private void nrrd(String good, String bad, String... words) throws IOException {
    assertThat(NRRD).contains(good);
    refused(written("bad.nrrd", bytes(NRRD.replace(good, bad), 8)), words);
  }

  private void meta(String good, String bad, String... words) throws IOException {
    assertThat(META).contains(good);
    String header = META.replace(good, bad) + "ElementDataFile = LOCAL";
    refused(written("bad.mha", bytes(header, 8)), words);
  }

  private static byte[] bytes(String header, int voxels) {
    byte[] text = (header + "\n").getBytes(UTF_8);
    return Arrays.copyOf(text, text.length + voxels);
  }

  private Path written(String name, byte... bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void refused(Path path, String... words) {
    assertThatThrownBy(() -> Volumes.open(path))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining(path.getFileName().toString())
        .hasMessageContainingAll(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}
