package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

/**
 * ITK and mem3d read what the other wrote of NRRD and MetaImage: values and places, with {@code
 * -Dmem3d.itk.formats=PROGRAM} (made by CMake from {@code src/test/itk}).
 */
class ItkFormatsTest {
  @TempDir Path folder;

  private static String program() {
    String program = System.getProperty("mem3d.itk.formats");
    if (program == null) {
      System.out.println("SKIPPED: formats in ITK, since -Dmem3d.itk.formats=PROGRAM is not given");
    }
    assumeTrue(program != null, "-Dmem3d.itk.formats=PROGRAM is not given");
    return program;
  }

  @Test
  void itkReadsWhatIsWritten() throws Exception {
    String program = program();
    Map<Path, Volume> files = new TreeMap<>();
    for (VoxelType type : VoxelType.values()) {
      Volume volume = TestVolumes.volume(type, 3);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        for (boolean packed : new boolean[] {false, true}) {
          for (String ending : List.of(".nrrd", ".nhdr", ".mha", ".mhd")) {
            Path path = folder.resolve(type + "-" + order + "-" + packed + ending);
            if (ending.startsWith(".n")) {
              NrrdWriter.of(type).withByteOrder(order).withCompression(packed).write(path, volume);
            } else {
              MetaImageWriter.of(type)
                  .withByteOrder(order)
                  .withCompression(packed)
                  .write(path, volume);
            }
            files.put(path, volume);
          }
        }
      }
    }
    List<String> lines = run(program, "read", String.join("\n", names(files)) + "\n");
    assertThat(lines).hasSameSizeAs(files.keySet());
    int at = 0;
    for (Map.Entry<Path, Volume> file : files.entrySet()) {
      compare(file.getKey().toString(), lines.get(at++), file.getValue());
    }
    System.out.println(
        "ITK sees " + files.size() + " NRRD files and MetaImages as mem3d wrote them");
  }

  @Test
  void whatItkWritesIsRead() throws Exception {
    List<String> lines = run(program(), "write " + folder, "");
    assertThat(lines.size()).isGreaterThan(100);
    for (String line : lines) {
      int blank = line.indexOf(' ');
      Path file = Path.of(line.substring(0, blank));
      compare(file.toString(), line.substring(blank + 1), Volumes.open(file));
    }
    System.out.println("mem3d sees " + lines.size() + " NRRD files and MetaImages as ITK does");
  }

  @Test
  void placesThatOthersWriteAreWhereItkSeesThem() throws Exception {
    String program = program();
    String nrrd = "NRRD0005\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: ascii\n";
    String directions = "space directions: (0,2,0) (-3,0,0.5) (0,0,-4)\n";
    List<String> spaces = new ArrayList<>();
    // Not LAS: ITK 5.2 turns its first axis where the second points the other way.
    for (String space : List.of("LPS", "RAS", "scanner-xyz", "3D-right-handed")) {
      spaces.add("space: " + space + "\n" + directions + "space origin: (1,2,3)\n");
    }
    spaces.add("space dimension: 3\n" + directions);
    String meta = "NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nBinaryData = False\n";
    List<String> places =
        List.of(
            "Offset = 1 2 3\nElementSpacing = 2 3 4\n",
            "Position = 1 2 3\nElementSize = 2 3 4\nRotation = 0 1 0 1 0 0 0 0 1\n",
            "Origin = 1 2 3\nOrientation = 0 1 0 0 0 1 1 0 0\nElementSpacing = 2 3 4\n",
            "TransformMatrix = 0 1 0 0 0 1 1 0 0\nAnatomicalOrientation = LPS\n"
                + "CenterOfRotation = 9 9 9\nElementSpacing = 2 3 4\nElementSize = 5 5 5\n",
            "Offset = 1 2 3\nElementSpacing = 2 3 4\nDistanceUnits = mm\n");
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < spaces.size(); i++) {
      files.put("place" + i + ".nrrd", nrrd + spaces.get(i) + "\n1 2 3 4 5 6 7 8\n");
    }
    for (int i = 0; i < places.size(); i++) {
      files.put(
          "place" + i + ".mha",
          meta + places.get(i) + "ElementDataFile = LOCAL\n1 2 3 4 5 6 7 8\n");
    }
    Map<Path, Volume> volumes = new TreeMap<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = Files.writeString(folder.resolve(file.getKey()), file.getValue());
      volumes.put(path, Volumes.open(path));
    }
    List<String> lines = run(program, "read", String.join("\n", names(volumes)) + "\n");
    int at = 0;
    for (Map.Entry<Path, Volume> file : volumes.entrySet()) {
      compare(file.getKey().toString(), lines.get(at++), file.getValue());
    }
  }

  private static List<String> names(Map<Path, Volume> files) {
    return files.keySet().stream().map(Path::toString).toList();
  }

  /** Compares a line of ITK with a volume; ITK's world is towards left, posterior, superior. */
  private static void compare(String file, String line, Volume volume) {
    assertThat(line).as(file).doesNotStartWith("error");
    Map<String, double[]> found = new HashMap<>();
    for (String part : line.split(" ")) {
      int sign = part.indexOf('=');
      if (!part.startsWith("type=")) {
        found.put(
            part.substring(0, sign),
            Arrays.stream(part.substring(sign + 1).split(","))
                .map(number -> number.replace("nan", "NaN").replace("inf", "Infinity"))
                .mapToDouble(Double::parseDouble)
                .toArray());
      }
    }
    assertThat(found.get("size"))
        .as(file)
        .containsExactly(volume.sizeX(), volume.sizeY(), volume.sizeZ());
    double[] spacing = found.get("spacing");
    double[] direction = found.get("direction");
    Geometry geometry = volume.geometry();
    for (Axis axis : Axis.values()) {
      int i = axis.ordinal();
      double[] own = geometry.direction(axis);
      assertThat(spacing[i]).as(file).isCloseTo(geometry.spacing(axis), within(1e-9));
      for (int row = 0; row < 3; row++) {
        int sign = row < 2 ? -1 : 1;
        assertThat(direction[3 * row + i]).as(file).isCloseTo(sign * own[row], within(1e-9));
        assertThat(found.get("origin")[row])
            .as(file)
            .isCloseTo(sign * geometry.origin()[row], within(1e-9));
      }
    }
    float[] values = TestVolumes.read(volume);
    double[] itk = found.get("values");
    assertThat(itk).as(file).hasSize(values.length);
    float[] rounded = new float[itk.length];
    for (int i = 0; i < itk.length; i++) {
      rounded[i] = (float) itk[i];
    }
    assertThat(rounded).as(file).containsExactly(values);
  }

  private static List<String> run(String program, String arguments, String input)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                System.out.println("ITK took no more names: " + e);
              }
            });
    feeder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    feeder.join();
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }
}
