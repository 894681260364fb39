package org.mem3d.core.session;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.core.store.DamagedException;

/**
 * The small parts of what {@link StateWriter} wrote: numbers, texts, axes, boxes. Lists grow as
 * they are read. One thread.
 */
final class StateInput extends DataInputStream {
  /** Reads on in a stream that stays the caller's. */
  StateInput(InputStream in) {
    super(in);
  }

  /** Reads an axis; null where there is none. */
  @Nullable Axis axis() throws IOException {
    int letter = readUnsignedByte();
    for (Axis axis : Axis.values()) {
      if (axis.name().charAt(0) == letter) {
        return axis;
      }
    }
    if (letter != StateWriter.NO_AXIS) {
      throw new DamagedException("it has the unknown axis " + letter);
    }
    return null;
  }

  /** Reads a box. */
  Box box() throws IOException {
    return new Box(readInt(), readInt(), readInt(), readInt(), readInt(), readInt());
  }

  /** Reads a list of numbers. */
  List<Integer> ints() throws IOException {
    List<Integer> values = new ArrayList<>();
    int count = readInt();
    for (int i = 0; i < count; i++) {
      values.add(readInt());
    }
    return values;
  }

  /** Reads a text, whatever characters it has. */
  String text() throws IOException {
    int length = within(readInt(), Integer.MAX_VALUE / 2);
    byte[] bytes = readNBytes(2 * length);
    if (bytes.length < 2 * length) {
      throw new DamagedException("it ends within a text");
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < bytes.length; i += 2) {
      text.append((char) ((bytes[i] & 0xff) << Byte.SIZE | (bytes[i + 1] & 0xff)));
    }
    return text.toString();
  }

  /**
   * Returns a number from 0 to {@code most}.
   *
   * @throws DamagedException if it is another
   */
  static int within(int value, int most) throws DamagedException {
    if (value < 0 || value > most) {
      throw new DamagedException("it has the number " + value + " where 0 to " + most + " belong");
    }
    return value;
  }
}
