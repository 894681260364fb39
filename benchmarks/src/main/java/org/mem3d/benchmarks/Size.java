package org.mem3d.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mem3d.Mem3dException;

/** The number of voxels along each axis; written {@code 512x512x100}. Immutable. */
record Size(int x, int y, int z) {
  private static final Pattern FORM =
      Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /**
   * Reads a size.
   *
   * @throws Mem3dException if it is not of the form or too small for a slice's window
   */
  static Size parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new Mem3dException("a size is written as 512x512x100, not '" + text + "'");
    }
    Size size =
        new Size(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    if (size.x < 32 || size.y < 32 || size.z < 10) {
      throw new Mem3dException("the smallest size is 32x32x10, not " + text);
    }
    return size;
  }

  @Override
  public String toString() {
    return x + "x" + y + "x" + z;
  }
}
