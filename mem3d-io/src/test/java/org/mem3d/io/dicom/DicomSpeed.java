package org.mem3d.io.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;

/**
 * Measures how long a folder of many slices takes to open; no test. Run it with the folder, which
 * is filled if it is empty, the number of slices and their size.
 */
final class DicomSpeed {
  private DicomSpeed() {}

  /** Measures three times. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    int size = Integer.parseInt(args[2]);
    if (!Files.exists(folder.resolve("slice0"))) {
      short[] pixels = new short[size * size];
      for (int i = 0; i < count; i++) {
        Arrays.fill(pixels, (short) i);
        DicomBuilder slice =
            Slices.slice(i, 0.5 * i)
                .unsigned(Tag.ROWS, size)
                .unsigned(Tag.COLUMNS, size)
                .shorts(pixels);
        Slices.write(folder, "slice" + i, slice);
      }
    }
    for (int run = 0; run < 5; run++) {
      long start = System.nanoTime();
      DicomSeries series = DicomFolder.read(folder).only();
      double found = (System.nanoTime() - start) / 1e9;
      Volume volume = run == 0 ? Volumes.open(folder) : series.open();
      double read = (System.nanoTime() - start) / 1e9;
      Runtime memory = Runtime.getRuntime();
      System.out.printf(
          Locale.ROOT,
          "%d slices: found in %.2f s, open after %.2f s%s, %d MB used of %d%n",
          volume.sizeZ(),
          found,
          read,
          run == 0 ? " (found twice, the JVM cold)" : "",
          (memory.totalMemory() - memory.freeMemory()) >> 20,
          memory.maxMemory() >> 20);
    }
  }
}
