package org.mem3d.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.file.FileRoles;
import org.mem3d.file.WholeFile;

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
   * @throws Mem3dException if it cannot
   */
  static void require(@Nullable Path file) {
    new FileRoles().writes("--json", file).check();
  }

  /** Writes results to a file, which is only ever there whole; does nothing without a file. */
  static void write(@Nullable Path file, List<?> results) throws IOException {
    if (file == null) {
      return;
    }
    WholeFile.write(file, text(results) + "\n");
  }
}
