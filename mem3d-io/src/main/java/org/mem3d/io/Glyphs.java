package org.mem3d.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The letters of captions, 5x7 pixels each, capitals only. They come with the library because fonts
 * are missing on many servers.
 */
final class Glyphs {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;
  private static final int ADVANCE = WIDTH + 1;
  private static final Map<Character, String[]> ROWS = load();
  private static final String[] UNKNOWN = {
    "#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"
  };

  private Glyphs() {}

  /** Returns the pixels that a text is wide. */
  static int width(String text, int scale) {
    return Math.max(0, text.length() * ADVANCE - 1) * scale;
  }

  /** Returns the longest beginning of a text that fits, marked by two points if it was cut. */
  static String fitting(String text, int width, int scale) {
    if (width(text, scale) <= width) {
      return text;
    }
    int letters = (width / scale + 1) / ADVANCE;
    return letters < 3 ? "" : text.substring(0, Math.min(letters - 2, text.length())) + "..";
  }

  /** Draws a text whose upper left corner is x, y. */
  static void draw(Canvas canvas, String text, int x, int y, int scale, int rgb) {
    String capitals = text.toUpperCase(Locale.ROOT);
    for (int i = 0; i < capitals.length(); i++) {
      char letter = capitals.charAt(i);
      if (letter == ' ') {
        continue;
      }
      String[] rows = ROWS.getOrDefault(letter, UNKNOWN);
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          if (rows[row].charAt(column) == '#') {
            int left = x + (i * ADVANCE + column) * scale;
            canvas.fill(left, y + row * scale, scale, scale, rgb);
          }
        }
      }
    }
  }

  // A line of letters, then seven lines with a row of each, parted by blanks; and so on.
  private static Map<Character, String[]> load() {
    Map<Character, String[]> glyphs = new HashMap<>();
    try (InputStream in =
            Objects.requireNonNull(
                Glyphs.class.getResourceAsStream("glyphs.txt"), "glyphs.txt is missing");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String letters = lines.readLine(); letters != null; letters = lines.readLine()) {
        String[][] rows = new String[letters.length()][HEIGHT];
        for (int row = 0; row < HEIGHT; row++) {
          String line = Objects.requireNonNull(lines.readLine(), "glyphs.txt is cut off");
          for (int i = 0; i < letters.length(); i++) {
            rows[i][row] = line.substring(i * ADVANCE, i * ADVANCE + WIDTH);
          }
        }
        for (int i = 0; i < letters.length(); i++) {
          glyphs.put(letters.charAt(i), rows[i]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return glyphs;
  }
}
