package org.mem3d.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.batch.input.PathText;
import org.mem3d.batch.input.SliceMaskFile;

/**
 * Marks as the command line spells them: {@code z=40:x,y;x,y}, the slice before the colon, and
 * after it positions in the slice. Without {@code z=} the slice counts along the default axis.
 */
final class MarkText {
  private static final Pattern SLICE = Pattern.compile("(?:([xyzXYZ])=)?([0-9]{1,9})");
  private static final int ANY = -1;

  private final @Nullable Axis only;
  private final SliceMaskFile masks;
  private final Consumer<Path> files;

  /**
   * Makes a reader.
   *
   * @param only the axis along which all slices must count; null for z where none is given
   * @param masks reads masks of slices
   * @param files gets each file that a mark names
   */
  MarkText(@Nullable Axis only, SliceMaskFile masks, Consumer<Path> files) {
    this.only = only;
    this.masks = masks;
    this.files = files;
  }

  /**
   * Reads a mark.
   *
   * @param option its name, as {@code --scribble}
   * @throws InteractionException if the text has another form
   */
  Interaction read(String option, String text, int object) {
    String[] parts = text.split(":", 2);
    Axis axis = axis(option, text, parts[0]);
    int slice = slice(parts[0]);
    String rest = parts.length == 2 ? parts[1] : "";
    return switch (option) {
      case "--scribble" ->
          Interaction.scribble(object, axis, slice, numbers(option, text, rest, ANY));
      case "--negative-scribble" ->
          Interaction.negativeScribble(object, axis, slice, numbers(option, text, rest, ANY));
      case "--click" -> {
        double[] uv = numbers(option, text, rest, 2);
        yield Interaction.click(object, axis, slice, uv[0], uv[1]);
      }
      case "--negative-click" -> {
        double[] uv = numbers(option, text, rest, 2);
        yield Interaction.negativeClick(object, axis, slice, uv[0], uv[1]);
      }
      case "--box" -> {
        double[] uv = numbers(option, text, rest, 4);
        yield Interaction.box(object, axis, slice, uv[0], uv[1], uv[2], uv[3]);
      }
      case "--extreme" ->
          Interaction.extremePoints(object, axis, slice, numbers(option, text, rest, 8));
      case "--slice-mask" -> {
        if (rest.isEmpty()) {
          throw wrong(option, text, "names no file");
        }
        Path file = PathText.of(rest);
        files.accept(file);
        yield Interaction.mask(object, axis, slice, masks.read(file, axis, slice));
      }
      case "--absent" -> {
        if (parts.length == 2) {
          throw wrong(option, text, "takes a slice alone");
        }
        yield Interaction.absent(object, axis, slice);
      }
      default -> throw new IllegalArgumentException("no mark is made by " + option);
    };
  }

  private Axis axis(String option, String text, String sliceText) {
    Matcher matcher = SLICE.matcher(sliceText.strip());
    if (!matcher.matches()) {
      throw wrong(option, text, "does not begin with a slice as in z=40");
    }
    String letter = matcher.group(1);
    if (letter == null) {
      return only == null ? Axis.Z : only;
    }
    Axis axis = Axis.valueOf(letter.toUpperCase(Locale.ROOT));
    if (only != null && axis != only) {
      throw wrong(option, text, "lies along another axis than --axis");
    }
    return axis;
  }

  private static int slice(String sliceText) {
    return Integer.parseInt(sliceText.strip().replaceFirst("^[xyzXYZ]=", ""));
  }

  private static double[] numbers(String option, String text, String points, int wanted) {
    if (points.isBlank()) {
      throw wrong(option, text, "has no points");
    }
    String[] words = points.split("[,;]", -1);
    if (wanted == ANY || wanted == 8) {
      // Pairs, so that a forgotten number is noticed where it is missing.
      for (String pair : points.split(";", -1)) {
        if (pair.split(",", -1).length != 2) {
          throw wrong(option, text, "has a point that is not x,y: '" + pair + "'");
        }
      }
    }
    if (wanted != ANY && words.length != wanted) {
      throw wrong(option, text, "has " + words.length + " numbers, not " + wanted);
    }
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i].strip());
      } catch (NumberFormatException e) {
        throw wrong(option, text, "has '" + words[i] + "' where a number belongs");
      }
    }
    return numbers;
  }

  private static InteractionException wrong(String option, String text, String why) {
    String form =
        switch (option) {
          case "--click", "--negative-click" -> "z=40:x,y";
          case "--box" -> "z=40:x0,y0,x1,y1";
          case "--extreme" -> "z=40:x,y;x,y;x,y;x,y";
          case "--slice-mask" -> "z=40:FILE";
          case "--absent" -> "z=3";
          default -> "z=40:x,y;x,y;...";
        };
    return new InteractionException(option + " '" + text + "' " + why + "; its form is " + form);
  }
}
