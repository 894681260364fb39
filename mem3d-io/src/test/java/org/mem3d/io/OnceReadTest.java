package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** Volumes are read from pipes and archives, once and from their beginning, or refused. */
class OnceReadTest {
  @TempDir Path folder = Path.of(".");

  /** Makes a pipe into which a thread writes these bytes for the first who reads. */
  private Path pipe(byte[] bytes) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "there is no mkfifo here");
    Path pipe = folder.resolve("pipe");
    Files.deleteIfExists(pipe);
    Process made = new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.write(pipe, bytes, StandardOpenOption.WRITE);
              } catch (IOException e) {
                // Whoever refuses what is in a pipe does not read it to its end.
              }
            });
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  private byte[] written(String name, Volume volume) throws IOException {
    Path file = folder.resolve(name);
    Volumes.write(file, volume, VoxelType.INT16);
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.nii", "a.nii.gz"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aPipe(String name) throws Exception {
    Volume volume = TestVolumes.volume(VoxelType.INT16, 5);
    byte[] bytes = written(name, volume);
    Volume read = Volumes.open(pipe(bytes));
    assertThat(read.geometry()).isEqualTo(volume.geometry());
    assertThat(TestVolumes.read(read)).containsExactly(TestVolumes.read(volume));
  }

  /** Some programs pack a file in parts, to find places in it. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aPipeOfManyPackedParts() throws Exception {
    Volume volume = TestVolumes.volume(VoxelType.INT16, 5);
    byte[] bytes = written("a.nii", volume);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int from = 0; from < bytes.length; from += 100) {
      try (GZIPOutputStream part = new GZIPOutputStream(packed)) {
        part.write(bytes, from, Math.min(100, bytes.length - from));
      }
    }
    Volume read = Volumes.open(pipe(packed.toByteArray()));
    assertThat(TestVolumes.read(read)).containsExactly(TestVolumes.read(volume));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aPipeThatEndsTooEarlyOrPromisesTooMuch() throws Exception {
    byte[] bytes = written("a.nii", TestVolumes.volume(VoxelType.INT16, 5));
    requireRefused(pipe(Arrays.copyOf(bytes, bytes.length - 1)), "is truncated");
    requireRefused(pipe(Arrays.copyOf(bytes, 100)), "pipe");
    requireRefused(pipe(new byte[0]), "pipe");
    byte[] packed = written("a.nii.gz", TestVolumes.volume(VoxelType.INT16, 5));
    requireRefused(pipe(Arrays.copyOf(packed, packed.length - 4)), "too early");
    for (short size : new short[] {800, 32767}) {
      byte[] lying = bytes.clone();
      ByteBuffer header = ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN);
      header.putShort(42, size).putShort(44, size).putShort(46, size);
      requireRefused(pipe(lying), "pipe");
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void devicesThatHoldNothingOrNeverEnd() {
    for (String device : new String[] {"/dev/null", "/dev/zero"}) {
      assumeTrue(Files.exists(Path.of(device)), "there is no " + device + " here");
      requireRefused(Path.of(device), device);
    }
    requireRefused(folder, "is a folder");
  }

  private static void requireRefused(Path file, String why) {
    assertThatThrownBy(() -> Volumes.open(file))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining(why);
  }

  @Test
  void anArchive() throws IOException {
    Volume volume = TestVolumes.volume(VoxelType.INT16, 5);
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("archive.zip"), Map.of("create", "true"))) {
      for (String name : new String[] {"a.nii", "a.nii.gz"}) {
        Path file = zip.getPath("sub", name);
        Files.createDirectories(zip.getPath("sub"));
        Volumes.write(file, volume, VoxelType.INT16);
        assertThat(TestVolumes.read(Volumes.open(file))).containsExactly(TestVolumes.read(volume));
      }
      Path header = zip.getPath("b.hdr");
      byte[] whole = Files.readAllBytes(zip.getPath("sub", "a.nii"));
      byte[] start = Arrays.copyOf(whole, 348);
      start[345] = 'i';
      ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).putFloat(108, 0);
      Files.write(header, start);
      Files.write(zip.getPath("b.img"), Arrays.copyOfRange(whole, 352, whole.length));
      assertThat(TestVolumes.read(Volumes.open(zip.getPath("b.img"))))
          .containsExactly(TestVolumes.read(volume));
    }
  }
}
