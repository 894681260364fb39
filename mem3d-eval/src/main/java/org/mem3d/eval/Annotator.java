package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;

/**
 * A simulated user in front of a session: marks a slice that has no mask yet, corrects one that
 * has, and says so where the object is not. Belongs to one thread.
 */
public final class Annotator {
  private final SegmentationSession session;
  private final SimulatedUser user;
  private final List<Interaction> marks = new ArrayList<>();
  private long nanos;

  /** Puts a user in front of a session. */
  public Annotator(SegmentationSession session, SimulatedUser user) {
    this.session = session;
    this.user = user;
  }

  /**
   * Annotates one slice of an object.
   *
   * @param object the object's label in the session
   * @param mask the object's mask on the slice as it is now
   * @param prompt the kind of the first marks; {@link Prompt#MASK} gives the true mask
   * @param corrections how many marks are added where the answer is still wrong; one more if the
   *     slice has a mask already, since the first marks are left out then
   * @return the object's mask on the slice afterwards
   */
  public SliceMask annotate(
      int object, Truth truth, int slice, SliceMask mask, Prompt prompt, int corrections) {
    SliceMask wanted = truth.slices().get(slice);
    SliceMask now = mask;
    int left = corrections;
    if (prompt == Prompt.MASK || mask.isEmpty() || wanted.isEmpty()) {
      for (Interaction mark : user.firstMarks(prompt, object, truth.axis(), slice, wanted)) {
        now = give(mark);
      }
    } else if (mask.equals(wanted)) {
      now = give(Interaction.mask(object, truth.axis(), slice, mask));
    } else {
      left++;
    }
    for (int i = 0; i < left; i++) {
      for (Interaction mark : user.correction(object, truth.axis(), slice, now, wanted)) {
        now = give(mark);
      }
    }
    return now;
  }

  private SliceMask give(Interaction mark) {
    long start = System.nanoTime();
    SliceMask answer = session.interact(mark).mask();
    nanos += System.nanoTime() - start;
    marks.add(mark);
    return answer;
  }

  /** Returns all marks so far, in the order in which they were given. */
  public List<Interaction> marks() {
    return List.copyOf(marks);
  }

  /** Returns the seconds that the session took to answer all marks so far. */
  public double seconds() {
    return nanos / 1e9;
  }
}
