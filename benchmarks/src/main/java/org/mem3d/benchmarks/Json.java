package org.mem3d.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;

/** Results as JSON: an array with one object for each. Stateless. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** Returns results as text. */
  static String text(List<?> results) throws JsonProcessingException {
    return MAPPER.writeValueAsString(results);
  }

  /** Reads results back. */
  static <T> List<T> read(String text, Class<T> type) throws JsonProcessingException {
    return MAPPER.readValue(
        text, MAPPER.getTypeFactory().constructCollectionType(List.class, type));
  }

  /**
   * Checks that a file can be written, before minutes are spent on what it shall hold.
   *
   * @throws Mem3dException if its folder does not exist or it is a folder itself
   */
  static void require(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new Mem3dException(file + " cannot be written: give a file in a folder that exists");
    }
  }

  /** Writes results to a file, which is only ever there whole; does nothing without a file. */
  static void write(@Nullable Path file, List<?> results) throws IOException {
    if (file == null) {
      return;
    }
    Path temporary =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.writeString(temporary, text(results) + "\n", StandardCharsets.UTF_8);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
