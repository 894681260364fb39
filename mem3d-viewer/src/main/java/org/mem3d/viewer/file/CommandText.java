package org.mem3d.viewer.file;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;

/**
 * The command line {@code ./mem3d segment} with the marks of a session. Lassos and exact masks of
 * slices, as a brush makes them and a confirmation does, have no text: they are left out and
 * counted.
 *
 * @param text to be put into a shell
 * @param leftOut how many marks were left out
 */
public record CommandText(String text, int leftOut) {
  /**
   * Spells marks.
   *
   * @param marks of each object, by its name, in order
   * @param out the file that the command shall write
   */
  public static CommandText of(ImageFile image, Map<String, List<Interaction>> marks, Path out) {
    List<String> words = image(image);
    words.add("--out " + quoted(out));
    int leftOut = 0;
    for (Map.Entry<String, List<Interaction>> object : marks.entrySet()) {
      List<String> spelled = new ArrayList<>();
      for (Interaction mark : object.getValue()) {
        String word = word(mark);
        if (word == null) {
          leftOut++;
        } else {
          spelled.add(word);
        }
      }
      if (!spelled.isEmpty()) {
        words.add("--object " + quoted(object.getKey()));
        words.addAll(spelled);
      }
    }
    return new CommandText(String.join(" ", words), leftOut);
  }

  /** Spells a command that goes on from a session's file, and so leaves nothing out. */
  public static CommandText of(ImageFile image, Path session, Path out) {
    List<String> words = image(image);
    words.add("--resume " + quoted(session));
    words.add("--out " + quoted(out));
    return new CommandText(String.join(" ", words), 0);
  }

  private static List<String> image(ImageFile image) {
    List<String> words = new ArrayList<>(List.of("./mem3d", "segment", quoted(image.path())));
    if (image.series() >= 0) {
      words.add("--series " + image.series());
    }
    if (image.frame() >= 0) {
      words.add("--frame " + image.frame());
    }
    return words;
  }

  private static @Nullable String word(Interaction mark) {
    Words words = new Words();
    mark.accept(words);
    return words.word;
  }

  /** Spells each kind of mark; null where it has no text. */
  private static final class Words implements Interaction.Visitor {
    private @Nullable String word;

    @Override
    public void scribble(Interaction.Scribble scribble) {
      word = option(scribble.positive(), "scribble", scribble, points(scribble.points()));
    }

    @Override
    public void click(Interaction.Click click) {
      word = option(click.positive(), "click", click, point(click.point()));
    }

    @Override
    public void box(Interaction.BoundingBox box) {
      word = option(true, "box", box, point(box.low()) + "," + point(box.high()));
    }

    @Override
    public void extremePoints(Interaction.ExtremePoints extreme) {
      word = option(true, "extreme", extreme, points(extreme.points()));
    }

    @Override
    public void lasso(Interaction.Lasso lasso) {
      word = null;
    }

    @Override
    public void mask(Interaction.GivenMask given) {
      word = given.mask().isEmpty() ? "--absent " + place(given) : null;
    }

    @Override
    public void absent(Interaction.Absent absent) {
      word = "--absent " + place(absent);
    }
  }

  private static String option(boolean positive, String name, Interaction mark, String points) {
    return "--" + (positive ? "" : "negative-") + name + " '" + place(mark) + ":" + points + "'";
  }

  private static String place(Interaction mark) {
    Axis axis = mark.axis();
    return axis.name().toLowerCase(Locale.ROOT) + "=" + mark.slice();
  }

  private static String points(List<Point> points) {
    return points.stream().map(CommandText::point).collect(Collectors.joining(";"));
  }

  private static String point(Point point) {
    return number(point.u()) + "," + number(point.v());
  }

  private static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static String quoted(Object word) {
    String text = word.toString();
    return text.matches("[A-Za-z0-9_./=:,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
