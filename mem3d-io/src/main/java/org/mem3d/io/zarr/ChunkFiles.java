package org.mem3d.io.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/**
 * Chunks, each in a file of its own.
 *
 * @param folder of the array
 * @param prefix before the numbers in a file's name, such as {@code c/}
 * @param separator between the numbers
 */
record ChunkFiles(Path folder, String prefix, String separator) implements ChunkStore {
  /** Returns a chunk's file, whether it is there or not. */
  Path file(int[] index) {
    return folder.resolve(
        prefix
            + Arrays.stream(index)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(separator)));
  }

  @Override
  public byte @Nullable [] read(int[] index) {
    Path file = file(index);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new VolumeException(file + " cannot be read: " + FileFailure.text(e), e);
    } catch (OutOfMemoryError e) {
      throw new VolumeException(file + " is larger than the memory that is free: raise -Xmx", e);
    }
  }
}
