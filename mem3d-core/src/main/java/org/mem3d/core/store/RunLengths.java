package org.mem3d.core.store;

/**
 * Labels in a row as the lengths of their runs: {@code 7*0 3*1} for seven zeros and three ones. The
 * writer belongs to one thread.
 */
public final class RunLengths {
  private final StringBuilder text = new StringBuilder();
  private long count;
  private int label = -1;

  /** Begins an empty row. */
  public RunLengths() {}

  /** Adds a label, 0 to 255, to the end of the row. */
  public void add(int next) {
    if (next != label) {
      end();
      label = next;
    }
    count++;
  }

  private void end() {
    if (count > 0) {
      text.append(text.length() == 0 ? "" : " ").append(count).append('*').append(label);
      count = 0;
    }
  }

  /** Returns the runs of all labels so far. */
  @Override
  public String toString() {
    end();
    label = -1;
    return text.toString();
  }

  /** Takes a run. */
  @FunctionalInterface
  public interface Run {
    /** Takes a run of a label from a place in the row. */
    void take(long from, long count, int label);
  }

  /**
   * Reads runs.
   *
   * @param total how many labels they must be
   * @throws DamagedException if the text is no such runs
   */
  public static void read(String text, long total, Run run) throws DamagedException {
    long place = 0;
    int at = 0;
    while (at < text.length()) {
      int star = text.indexOf('*', at);
      int end = text.indexOf(' ', at);
      end = end < 0 ? text.length() : end;
      if (star < 0 || star > end) {
        throw wrong(text.substring(at, end));
      }
      long count;
      int label;
      try {
        count = Long.parseLong(text, at, star, 10);
        label = Integer.parseInt(text, star + 1, end, 10);
      } catch (NumberFormatException e) {
        throw wrong(text.substring(at, end));
      }
      if (count < 1 || count > total - place || label < 0 || label > 255) {
        throw wrong(text.substring(at, end));
      }
      run.take(place, count, label);
      place += count;
      at = end + 1;
    }
    if (place != total) {
      throw new DamagedException("its runs are of " + place + " labels where " + total + " belong");
    }
  }

  private static DamagedException wrong(String run) {
    return new DamagedException("it has the run '" + run + "' where none such belongs");
  }
}
