package org.mem3d.published.golden;

import java.nio.file.Path;
import java.util.Map;
import org.mem3d.runtime.golden.GoldenFilesContract;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;

/**
 * Makes the samples of {@link PublishedGoldenContract} anew from the whole golden tensors: {@code
 * java org.mem3d.published.golden.PublishedGoldenSamples GOLDEN FOLDER}, with the tests' class
 * path.
 */
final class PublishedGoldenSamples {
  private PublishedGoldenSamples() {}

  public static void main(String[] arguments) {
    PublishedGoldenContract.architectures()
        .map(PublishedGoldenContract::file)
        .forEach(
            file ->
                SafetensorsWriter.write(
                    Path.of(arguments[1]).resolve(file),
                    GoldenFilesContract.sampled(
                        Safetensors.open(Path.of(arguments[0]).resolve(file))),
                    Map.of("made by", "PublishedGoldenSamples")));
  }
}
