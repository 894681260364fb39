package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.io.NiftiHeader;
import org.mem3d.io.NiftiWriter;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** Images and masks that lie in the world as people's do, through the command line. */
class GridCasesTest {
  private static final int X = 24;
  private static final int Y = 22;
  private static final int Z = 3;
  private static final Geometry STRAIGHT = Geometry.ofSpacing(0.9, 0.8, 3);

  @TempDir Path directory = Path.of(".");

  /** What a header says of its place, to be changed where a NIfTI-1 header has it. */
  private record Header(ByteBuffer bytes) {
    Header codes(int qform, int sform) {
      bytes.putShort(252, (short) qform).putShort(254, (short) sform);
      return this;
    }

    Header units(int code) {
      bytes.put(123, (byte) code);
      return this;
    }

    Header qform(double... bcdxyz) {
      return floats(256, bcdxyz);
    }

    Header sform(double... rows) {
      return floats(280, rows);
    }

    private Header floats(int at, double... values) {
      for (int i = 0; i < values.length; i++) {
        bytes.putFloat(at + 4 * i, (float) values[i]);
      }
      return this;
    }
  }

  /** A turn of 20 degrees about z. */
  private static final double[] TURNED = {
    0.8457, -0.2736, 0, -30, 0.3078, 0.7518, 0, 20, 0, 0, 3, 5
  };

  private static Map<String, Consumer<Header>> headers() {
    double[] quaternion = {0, 0, Math.sin(Math.toRadians(10)), -30, 20, 5};
    Map<String, Consumer<Header>> headers = new LinkedHashMap<>();
    headers.put("no forms", h -> h.codes(0, 0));
    headers.put("forms disagree", h -> h.codes(1, 2).qform(0, 0, 1, 1, 2, 3).sform(TURNED));
    headers.put("sform alone", h -> h.codes(0, 3).sform(TURNED));
    headers.put("qform alone", h -> h.codes(1, 0).qform(quaternion));
    headers.put("MNI", h -> h.codes(4, 4).qform(quaternion).sform(TURNED));
    headers.put("codes 1 and 2", h -> h.codes(1, 2).qform(quaternion).sform(TURNED));
    headers.put("sheared", h -> h.codes(1, 1).sform(0.9, 0, 0, 0, 0, 0.8, 1.0919, 0, 0, 0, 3, 0));
    headers.put("microns", h -> h.units(3).qform(quaternion).sform(TURNED));
    headers.put("metres and seconds", h -> h.units(1 | 8).qform(quaternion).sform(TURNED));
    headers.put("no unit", h -> h.units(0));
    return headers;
  }

  private static boolean inside(int i) {
    double dx = (i % X - 11.5) / 7;
    double dy = (Math.floorDiv(i, X) % Y - 10) / 6;
    return dx * dx + dy * dy <= 1 && Math.floorDiv(i, X * Y) == 1;
  }

  private static float[] voxels(float in, float out) {
    float[] voxels = new float[X * Y * Z];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = inside(i) ? in : out;
    }
    return voxels;
  }

  private Path file(String name, float[] voxels, Geometry geometry, VoxelType type) {
    Path file = directory.resolve(name);
    NiftiWriter.of(type).write(file, Volume.ofFloats(voxels, X, Y, Z, geometry));
    return file;
  }

  private Path image() {
    float[] voxels = voxels(120, 20);
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] += i % 5;
    }
    return file("image.nii", voxels, STRAIGHT, VoxelType.INT16);
  }

  private CommandRun segment(Path image, String... options) {
    List<String> all = new ArrayList<>(List.of("segment", image.toString()));
    all.addAll(List.of("--out", directory.resolve("mask.nii").toString()));
    // The other slices are known too, so that nothing is left to carry anywhere.
    all.addAll(List.of("--absent", "z=0", "--absent", "z=2", "--backend", "reference"));
    all.addAll(List.of(options));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private long segmented(Path image, String... options) {
    CommandRun run = segment(image, options);
    assertThat(run.status()).as(run.err()).isZero();
    return Volumes.readLabels(directory.resolve("mask.nii")).count(1);
  }

  private static byte[] place(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] place = new byte[32 + 1 + 76];
    System.arraycopy(bytes, 76, place, 0, 32);
    place[32] = bytes[123];
    System.arraycopy(bytes, 252, place, 33, 76);
    return place;
  }

  @Test
  void masksAndProbabilitiesSayTheirPlaceAsTheImageDoes() throws IOException {
    Path png = directory.resolve("slice.png");
    Files.write(
        png,
        PngBytes.of(
            X,
            Y,
            PngBytes.GREY,
            8,
            new byte[0],
            new byte[0],
            (x, y) -> new int[] {inside(x + X * (y + Y)) ? 255 : 0}));
    for (Map.Entry<String, Consumer<Header>> each : headers().entrySet()) {
      Path image = image();
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
      each.getValue().accept(new Header(bytes));
      Files.write(image, bytes.array());
      Path probability = directory.resolve("probability.nii");
      long voxels =
          segmented(image, "--slice-mask", "z=1:" + png, "--prob", probability.toString());
      assertThat(voxels).isGreaterThan(100);
      for (Path written : List.of(directory.resolve("mask.nii"), probability)) {
        assertThat(place(written)).as("%s, %s", each.getKey(), written).isEqualTo(place(image));
      }
    }
  }

  @Test
  void masksOfSlicesAsTheyAreStored() throws IOException {
    Path image = image();
    Path truth = file("truth.nii.gz", voxels(1, 0), STRAIGHT, VoxelType.UINT8);
    long expected = segmented(image, "--slice-mask", "z=1:" + truth);
    assertThat(expected).isGreaterThan(100);

    Path nan = file("nan.nii.gz", voxels(1, Float.NaN), STRAIGHT, VoxelType.FLOAT32);
    assertThat(segmented(image, "--slice-mask", "z=1:" + nan)).isEqualTo(expected);

    Path png = directory.resolve("label-2.png");
    Files.write(
        png,
        PngBytes.of(
            X,
            Y,
            PngBytes.GREY,
            16,
            new byte[0],
            new byte[0],
            (x, y) -> new int[] {inside(x + X * (y + Y)) ? 2 : 0}));
    assertThat(segmented(image, "--slice-mask", "z=1:" + png)).isEqualTo(expected);
  }

  @Test
  void aTurnedMaskIsReorderedAndOneElsewhereRefused() throws IOException {
    Path image = image();
    float[] half = voxels(1, 0);
    float[] turned = new float[half.length];
    for (int i = 0; i < half.length; i++) {
      half[i] = i % X < 10 ? half[i] : 0;
      turned[i - i % X + X - 1 - i % X] = half[i];
    }
    Path straight = file("half.nii.gz", half, STRAIGHT, VoxelType.UINT8);
    segmented(image, "--slice-mask", "z=1:" + straight);
    byte[] expected = Files.readAllBytes(directory.resolve("mask.nii"));
    Geometry back = Geometry.ofAffine(-0.9, 0, 0, 0.9 * (X - 1), 0, 0.8, 0, 0, 0, 0, 3, 0);
    Path other = file("turned.nii.gz", turned, back, VoxelType.UINT8);
    segmented(image, "--slice-mask", "z=1:" + other);
    assertThat(Files.readAllBytes(directory.resolve("mask.nii"))).isEqualTo(expected);

    Geometry away = Geometry.ofAffine(0.9, 0, 0, 200, 0, 0.8, 0, 0, 0, 0, 3, 0);
    Path elsewhere = file("elsewhere.nii.gz", half, away, VoxelType.UINT8);
    Files.delete(directory.resolve("mask.nii"));
    CommandRun refused = segment(image, "--slice-mask", "z=1:" + elsewhere);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("elsewhere.nii.gz", "200 mm apart", "(200, 0, 0)", "(0, 0, 0)", "--any-grid");
    assertThat(directory.resolve("mask.nii")).doesNotExist();
    segmented(image, "--slice-mask", "z=1:" + elsewhere, "--any-grid");
    assertThat(Files.readAllBytes(directory.resolve("mask.nii"))).isEqualTo(expected);
  }

  @Test
  void oneVolumeOfSeveral() throws IOException {
    Path image = image();
    Path truth = file("truth.nii.gz", voxels(1, 0), STRAIGHT, VoxelType.UINT8);
    byte[] one = Files.readAllBytes(image);
    ByteBuffer two = ByteBuffer.allocate(one.length + 2 * X * Y * Z).order(ByteOrder.LITTLE_ENDIAN);
    two.put(one).putShort(40, (short) 4).putShort(48, (short) 2);
    Files.write(image, two.array());
    String mark = "z=1:" + truth;
    CommandRun refused = segment(image, "--slice-mask", mark);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("2 volumes", "0..1", "--frame");
    assertThat(segmented(image, "--slice-mask", mark, "--frame", "1")).isGreaterThan(100);
    assertThat(NiftiHeader.read(directory.resolve("mask.nii")).frames()).isEqualTo(1);
    CommandRun none = segment(image, "--slice-mask", mark, "--frame", "2");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("no frame 2");
  }

  @Test
  void millilitresAreThoseOfTheDeterminant() {
    Path image = image();
    Path truth = file("truth.nii.gz", voxels(1, 0), STRAIGHT, VoxelType.UINT8);
    Geometry sheared = Geometry.ofAffine(0.9, 0, 0, 0, 0, 0.8, 4, 0, 0, 0, 3, 0);
    NiftiWriter.of(VoxelType.INT16)
        .write(image, Volume.ofFloats(voxels(120, 20), X, Y, Z, sheared));
    CommandRun run = segment(image, "--slice-mask", "z=1:" + truth, "--any-grid");
    long voxels = Volumes.readLabels(directory.resolve("mask.nii")).count(1);
    assertThat(run.out())
        .contains(String.format(java.util.Locale.ROOT, "%.2f ml", voxels * 0.9 * 0.8 * 3 / 1000));
  }

  @Test
  void evaluationFindsTheTruthWhereverItIsStored() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("data/balls/one"));
    Path image = folder.resolve("image.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
    Path label = folder.resolve("label.nii.gz");
    TestVolumes.writeLabels(label);
    double expected = dice();
    Volume straight = Volumes.open(label);
    float[] swapped = new float[TestVolumes.X * TestVolumes.Y * TestVolumes.Z];
    float[] plane = new float[TestVolumes.X * TestVolumes.Y];
    for (int z = 0; z < TestVolumes.Z; z++) {
      straight.readSlice(Axis.Z, TestVolumes.Z - 1 - z, plane);
      for (int i = 0; i < plane.length; i++) {
        int x = i % TestVolumes.X;
        int y = Math.floorDiv(i, TestVolumes.X);
        swapped[y + TestVolumes.Y * (x + TestVolumes.X * z)] = plane[i];
      }
    }
    double top = 2 * (TestVolumes.Z - 1);
    Geometry geometry = Geometry.ofAffine(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, -2, top);
    Volume other = Volume.ofFloats(swapped, TestVolumes.Y, TestVolumes.X, TestVolumes.Z, geometry);
    Volumes.write(label, other, VoxelType.UINT8);
    assertThat(dice()).isEqualTo(expected);

    Geometry away = Geometry.ofAffine(1, 0, 0, 200, 0, 1, 0, 0, 0, 0, 2, 0);
    float[] all = new float[swapped.length];
    for (int z = 0; z < TestVolumes.Z; z++) {
      straight.readSlice(Axis.Z, z, plane);
      System.arraycopy(plane, 0, all, z * plane.length, plane.length);
    }
    Volumes.write(
        label,
        Volume.ofFloats(all, TestVolumes.X, TestVolumes.Y, TestVolumes.Z, away),
        VoxelType.UINT8);
    CommandRun refused = evaluate();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("label.nii.gz", "200 mm apart", "--any-grid");
    assertThat(dice("--any-grid")).isEqualTo(expected);
  }

  private CommandRun evaluate(String... options) {
    List<String> all = new ArrayList<>(List.of("evaluate", directory.resolve("data").toString()));
    all.addAll(List.of("--no-propagation", "--interaction", "box", "--slices", "1"));
    all.addAll(List.of("--axis", "z", "--backend", "reference"));
    all.addAll(List.of("--out", directory.resolve("results").toString()));
    all.addAll(Arrays.asList(options));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private double dice(String... options) throws IOException {
    CommandRun run = evaluate(options);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode results =
        new ObjectMapper().readTree(directory.resolve("results/results.json").toFile());
    double dice = results.findValue("answers").path(0).path("dice").asDouble();
    assertThat(dice).isGreaterThan(0.5);
    return dice;
  }
}
