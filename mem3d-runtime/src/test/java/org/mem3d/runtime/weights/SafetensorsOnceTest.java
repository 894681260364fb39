package org.mem3d.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.ModelException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;

/** Weights are read from archives and pipes too; what never ends is refused. */
class SafetensorsOnceTest {
  @Test
  void anArchive(@TempDir Path folder) throws IOException {
    MapWeights weights = new MapWeights();
    weights.put("t", Shape.of(2), new float[] {1, 2});
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("archive.zip"), Map.of("create", "true"))) {
      Path file = zip.getPath("w.safetensors");
      SafetensorsWriter.write(file, weights, Map.of("key", "text"));
      Safetensors read = Safetensors.open(file);
      assertThat(read.values("t")).containsExactly(1, 2);
      assertThat(read.metadata()).containsEntry("key", "text");
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void devices() {
    for (String device : new String[] {"/dev/null", "/dev/zero"}) {
      assumeTrue(Files.exists(Path.of(device)), "there is no " + device + " here");
      assertThatThrownBy(() -> Safetensors.open(Path.of(device)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(device + " is not a safetensors file");
    }
  }
}
