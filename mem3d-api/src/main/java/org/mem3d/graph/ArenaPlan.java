package org.mem3d.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where values lie in one arena: those whose lives do not overlap share bytes. The largest are
 * placed first, each at the lowest place that is free throughout its life; every place begins at a
 * multiple of {@value #ALIGNMENT} bytes. Backends that keep all working memory in one block place
 * it with this. Immutable.
 */
public final class ArenaPlan {
  /** Bytes, of whose multiples every place begins at one: a cache line. */
  public static final int ALIGNMENT = 64;

  /**
   * How long a value is needed.
   *
   * @param bytes its size
   * @param first the step that writes it
   * @param last the last step that reads it, not before {@code first}
   */
  public record Life(long bytes, int first, int last) {
    /** Checks the numbers. */
    public Life {
      if (bytes < 0 || last < first) {
        throw new IllegalArgumentException(
            "a life of " + bytes + " bytes cannot last from step " + first + " to " + last);
      }
    }

    boolean overlaps(Life other) {
      return first <= other.last && other.first <= last;
    }
  }

  private final List<Life> lives;
  private final long[] offsets;
  private final long bytes;

  private ArenaPlan(List<Life> lives, long[] offsets, long bytes) {
    this.lives = lives;
    this.offsets = offsets;
    this.bytes = bytes;
  }

  /** Places values. */
  public static ArenaPlan of(List<Life> lives) {
    List<Integer> largestFirst = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      largestFirst.add(i);
    }
    largestFirst.sort(
        Comparator.comparingLong((Integer i) -> -lives.get(i).bytes())
            .thenComparingInt(i -> lives.get(i).first()));
    long[] offsets = new long[lives.size()];
    // Those placed already, by their offsets.
    List<Integer> placed = new ArrayList<>();
    long end = 0;
    for (int next : largestFirst) {
      Life life = lives.get(next);
      long offset = 0;
      for (int other : placed) {
        if (!life.overlaps(lives.get(other))) {
          continue;
        }
        if (offset + aligned(life.bytes()) <= offsets[other]) {
          break;
        }
        offset = Math.max(offset, offsets[other] + aligned(lives.get(other).bytes()));
      }
      offsets[next] = offset;
      int at = 0;
      while (at < placed.size() && offsets[placed.get(at)] <= offset) {
        at++;
      }
      placed.add(at, next);
      end = Math.max(end, offset + aligned(life.bytes()));
    }
    return new ArenaPlan(List.copyOf(lives), offsets, end);
  }

  /** Returns the bytes of the arena. */
  public long bytes() {
    return bytes;
  }

  /** Returns where the value of that number begins, in bytes. */
  public long offset(int index) {
    return offsets[index];
  }

  /**
   * Returns the most bytes, aligned, that are alive at one step: no plan needs less. How much more
   * this one takes is lost between the places.
   */
  public long lowerBound() {
    long most = 0;
    for (Life at : lives) {
      long alive = 0;
      for (Life other : lives) {
        if (other.first() <= at.first() && at.first() <= other.last()) {
          alive += aligned(other.bytes());
        }
      }
      most = Math.max(most, alive);
    }
    return most;
  }

  /** Rounds bytes up to what a place takes. */
  public static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
