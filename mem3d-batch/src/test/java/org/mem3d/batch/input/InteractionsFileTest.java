package org.mem3d.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;

/** A file of marks is read however programs write it, and no mistake in it is overlooked. */
class InteractionsFileTest {
  private static final String CLICK = "{\"type\": \"click\", \"slice\": 7, \"point\": [20, 18]}";

  private static final SliceMaskFile MASKS =
      new SliceMaskFile(() -> new Grid(40, 36, 14, Geometry.ofSpacing(1, 1, 1)), GridCheck.PLACE);

  @TempDir Path directory = Path.of(".");

  private static String marks(String mark) {
    return "{\r\n\"axis\": \"Z\",\r\n\"objects\": [{\"name\": \"печень\", \"marks\": ["
        + mark
        + "]}]}";
  }

  private MarkList read(byte[] bytes) throws IOException {
    Path file = directory.resolve("marks.json");
    Files.write(file, bytes);
    MarkList list = new MarkList();
    InteractionsFile.read(file, list, MASKS);
    return list;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void everyEncodingOfUnicode(String encoding) throws IOException {
    for (String mark : new String[] {"", "\ufeff"}) {
      MarkList list = read((mark + marks(CLICK)).getBytes(Charset.forName(encoding)));
      assertThat(list.names()).containsExactly("печень");
      assertThat(list.marks()).containsExactly(Interaction.click(1, Axis.Z, 7, 20, 18));
      assertThat(list.files()).containsExactly(directory.resolve("marks.json"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"click\", \"slice\": 7, \"point\": [20, 18], \"positive\": \"false\"}"
            + " | \"positive\", where it has \"false\"",
        "{\"type\": \"click\", \"slice\": 7, \"point\": [20, 18], \"positive\": null} | null",
        "{\"type\": \"click\", \"slice\": 7, \"point\": [20, 18], \"Positive\": true} | 'Positive'",
        "{\"type\": \"click\", \"slice\": 7, \"slice\": 8, \"point\": [20, 18]} | 'slice'",
        "{\"type\": \"click\", \"slice\": \"7\", \"point\": [20, 18]} | whole number \"slice\"",
        "{\"type\": \"click\", \"slice\": 7.5, \"point\": [20, 18]} | whole number \"slice\"",
        "{\"type\": \"click\", \"slice\": 99999999999, \"point\": [20, 18]} | \"slice\"",
        "{\"type\": \"click\", \"slice\": 7, \"point\": [20, 1e999]} | needs 2 numbers",
        "{\"type\": \"click\", \"slice\": 7, \"point\": [20, \"18\"]} | needs 2 numbers",
        "{\"type\": \"click\", \"slice\": 7, \"point\": [20, NaN]} | NaN",
        "{\"type\": \"click\", \"slice\": 7, \"axis\": \"w\", \"point\": [20, 18]} | axis 'w'",
        "{\"type\": \"scribble\", \"slice\": 7, \"points\": [[20, 18]], \"width\": \"2\"} |"
            + " \"width\"",
        "{\"type\": \"mask\", \"slice\": 7, \"file\": \"a\\u0000b\"} | cannot be the name of a"
            + " file",
      })
  void whatIsOfAnotherKind(String mark, String why) {
    assertThatThrownBy(() -> read(marks(mark).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("marks.json")
        .hasMessageContaining(why);
  }

  @Test
  void whatIsNotOneDocument() {
    requireRefused("", "");
    requireRefused(marks(CLICK) + marks(CLICK), "not JSON");
    requireRefused(marks(CLICK) + " x", "not JSON");
    requireRefused("[".repeat(100_000), "not JSON");
    requireRefused("{\"objects\": [], \"objects\": []}", "'objects'");
    requireRefused("{\"objects\": [" + "9".repeat(5000) + "]}", "not JSON");
    requireRefused("\u0000\u0001", "");
  }

  private void requireRefused(String text, String why) {
    assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("marks.json")
        .hasMessageContaining(why);
  }

  @Test
  void whatIsNoFile() {
    assertThatThrownBy(() -> InteractionsFile.read(directory, new MarkList(), MASKS))
        .isInstanceOf(InteractionException.class)
        .hasMessage(directory + " cannot be read: it is a folder; give a file");
    assertThatThrownBy(
            () -> InteractionsFile.read(directory.resolve("none"), new MarkList(), MASKS))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("it does not exist");
  }
}
