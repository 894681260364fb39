package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Volume;

/** Teem, from which NRRD comes, and mem3d read what the other wrote; where {@code unu} is there. */
class TeemTest {
  @TempDir Path folder = Path.of(".");

  private static String unu() {
    List<Path> places =
        Stream.of("/usr/bin/unu", "/usr/bin/teem-unu", "/usr/local/bin/unu").map(Path::of).toList();
    String found =
        places.stream().filter(Files::isExecutable).map(Path::toString).findFirst().orElse("");
    if (found.isEmpty()) {
      System.out.println("SKIPPED: NRRD in Teem, since there is none of " + places);
    }
    assumeTrue(!found.isEmpty(), "Teem's unu is not installed");
    return found;
  }

  @Test
  void bothReadTheOther() throws Exception {
    String unu = unu();
    int compared = 0;
    for (VoxelType type : VoxelType.values()) {
      Volume volume = TestVolumes.volume(type, 21);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        for (boolean packed : new boolean[] {false, true}) {
          for (String ending : List.of(".nrrd", ".nhdr")) {
            Path path = folder.resolve("own" + ending);
            NrrdWriter.of(type).withByteOrder(order).withCompression(packed).write(path, volume);
            for (String encoding : List.of("raw", "gzip", "ascii")) {
              boolean text = encoding.equals("ascii") && !type.isInteger();
              Path theirs = folder.resolve("theirs" + ending);
              // Of text Teem swaps the numbers themselves where the order is not the machine's.
              boolean big = order == ByteOrder.LITTLE_ENDIAN && !encoding.equals("ascii");
              String endian = big ? "big" : "little";
              run(
                  unu, "save", "-f", "nrrd", "-e", encoding, "-en", endian, "-i", path, "-o",
                  theirs);
              Volume read = Volumes.open(theirs);
              assertThat(read.geometry()).isEqualTo(TestVolumes.OBLIQUE);
              assertThat(Volumes.header(theirs).type()).isEqualTo(type);
              if (text) { // Teem writes fewer digits than floats have
                assertThat(TestVolumes.read(read)[5])
                    .isCloseTo(TestVolumes.read(volume)[5], withinPercentage(0.01));
              } else {
                assertThat(TestVolumes.read(read)).containsExactly(TestVolumes.read(volume));
              }
              compared++;
            }
          }
        }
      }
    }
    System.out.println("Teem read and wrote " + compared + " files of mem3d, read again alike");
  }

  private void run(String program, Object... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(program), Stream.of(arguments).map(Object::toString)).toList();
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + "\n" + output).isZero();
  }
}
