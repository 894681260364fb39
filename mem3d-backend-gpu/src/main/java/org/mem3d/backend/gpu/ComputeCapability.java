package org.mem3d.backend.gpu;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A card's compute capability: what its processors can do, as NVIDIA numbers it. Immutable.
 *
 * @param major the generation: machine code runs on cards of its own generation alone
 * @param minor the step within it: machine code runs on its own step and later ones
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})");
  private static final Comparator<ComputeCapability> ORDER =
      Comparator.comparingInt(ComputeCapability::major).thenComparingInt(ComputeCapability::minor);

  /** Returns the capability that a text like {@code 8.6} names; null if it names none. */
  static @Nullable ComputeCapability parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? new ComputeCapability(
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : null;
  }

  /** Returns whether machine code that was made for this capability runs on a card. */
  boolean runsOn(ComputeCapability card) {
    return major == card.major && minor <= card.minor;
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return ORDER.compare(this, other);
  }

  /** Returns it as NVIDIA writes it, as in {@code 8.6}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
