package org.mem3d.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mem3d.Mem3dException;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileException;

/**
 * The jobs of a cohort: JSON Lines, one job a line, or CSV with a line of names first. Field names
 * are those of {@link Job} and {@link JobSettings}; in CSV an empty cell is a field that is left
 * out, and lists have semicolons between. Immutable.
 *
 * @param jobs in the order of the manifest, their ids unlike each other
 */
public record Manifest(List<Job> jobs) {
  private static final int MOST_BYTES = 1 << 30;

  /** Copies the list. */
  public Manifest {
    jobs = List.copyOf(jobs);
  }

  /**
   * Reads a manifest, by its name's ending CSV or JSON Lines.
   *
   * @param file in UTF-8; its name ends in .csv, .jsonl or .ndjson
   * @throws Mem3dException if it cannot be read, or a line is no job; the message names the line
   */
  public static Manifest read(Path file) {
    try {
      return parse(file.toString(), FileContent.read(file, MOST_BYTES));
    } catch (FileException e) {
      throw new Mem3dException(e.getMessage(), e);
    }
  }

  /**
   * Reads the content of a manifest.
   *
   * @param name as {@link #read}'s file has it; stands in messages
   * @throws Mem3dException as {@link #read}
   */
  public static Manifest parse(String name, byte[] bytes) {
    String text = text(name, bytes);
    Lines lines = new Lines(name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".csv")) {
      readCsv(text, lines);
    } else if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
      readJson(text, lines);
    } else {
      throw new Mem3dException(
          name + " is no name of a manifest: it must end in .jsonl, .ndjson or .csv");
    }
    if (lines.jobs.isEmpty()) {
      throw new Mem3dException(name + " lists no job");
    }
    return new Manifest(lines.jobs);
  }

  private static String text(String name, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Mem3dException(name + " is not in UTF-8: save it as that", e);
    }
  }

  private static void readJson(String text, Lines lines) {
    int number = 0;
    for (String line : text.split("\\r?\\n", -1)) {
      number++;
      if (!line.isBlank()) {
        lines.add(number, () -> JobJson.read(line));
      }
    }
  }

  private static void readCsv(String text, Lines lines) {
    try (MappingIterator<String[]> rows =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(text)) {
      List<JobField> columns = List.of();
      while (rows.hasNextValue()) {
        // The parser stands at the end of the line before.
        int number = Math.max(0, rows.getParser().currentTokenLocation().getLineNr()) + 1;
        String[] cells = rows.nextValue();
        boolean blank = cells.length == 0 || (cells.length == 1 && cells[0].isBlank());
        if (blank) {
          continue;
        }
        if (columns.isEmpty()) {
          columns = lines.told(number, () -> columns(cells));
        } else {
          List<JobField> named = columns;
          lines.add(number, () -> JobJson.of(row(named, cells)));
        }
      }
    } catch (JsonProcessingException e) {
      int number = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw lines.wrong(number, new Mem3dException("is not CSV: " + e.getOriginalMessage(), e));
    } catch (IOException e) {
      throw lines.wrong(0, new Mem3dException("is not CSV: " + e.getMessage(), e));
    }
  }

  private static List<JobField> columns(String[] cells) {
    List<JobField> columns = new ArrayList<>();
    for (String cell : cells) {
      JobField field = JobField.named(cell.strip());
      if (columns.contains(field)) {
        throw new Mem3dException("has the column '" + field.word() + "' twice");
      }
      columns.add(field);
    }
    return columns;
  }

  private static ObjectNode row(List<JobField> columns, String[] cells) {
    if (cells.length != columns.size()) {
      throw new Mem3dException(
          "has " + cells.length + " cells where the first line names " + columns.size());
    }
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isBlank()) {
        job.set(columns.get(i).word(), columns.get(i).value(cells[i]));
      }
    }
    return job;
  }

  /** Reads a line's job. */
  @FunctionalInterface
  private interface Step<T> {
    T take();
  }

  /** The jobs so far, and where each was. */
  private static final class Lines {
    private final String name;
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, Integer> lineOfId = new HashMap<>();

    Lines(String name) {
      this.name = name;
    }

    void add(int number, Step<Job> step) {
      Job job = told(number, step);
      // Folders of results may be on a disk that does not tell large letters from small ones.
      Integer before = lineOfId.putIfAbsent(job.id().toLowerCase(Locale.ROOT), number);
      if (before != null) {
        throw wrong(
            number,
            new Mem3dException("has the id '" + job.id() + "', as line " + before + " has it"));
      }
      jobs.add(job);
    }

    <T> T told(int number, Step<T> step) {
      try {
        return step.take();
      } catch (Mem3dException e) {
        throw wrong(number, e);
      }
    }

    Mem3dException wrong(int number, Mem3dException why) {
      return new Mem3dException(
          name + (number > 0 ? ": line " + number + ": " : ": ") + why.getMessage(), why);
    }
  }
}
