package org.mem3d.viewer;

import com.formdev.flatlaf.FlatDarkLaf;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SliceMask;
import org.mem3d.eval.Metrics;
import org.mem3d.eval.Phantom;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;
import org.mem3d.viewer.file.AutosaveFolder;
import org.mem3d.viewer.slice.VolumePanel;
import org.mem3d.viewer.strip.SliceStrip;

/**
 * A session from the first window to the exported masks, by events of mouse and keys alone; what is
 * seen is asked of the window. A program of its own, since it needs a display: {@code PlayedSession
 * FOLDER [IMAGE LABELS LABEL ROUNDS]}.
 */
public final class PlayedSession {
  private static final int CORRECTIONS = 2;
  private static final double LEAST_DICE = 0.9;

  private final Hand hand = new Hand();
  private final SimulatedUser user = new SimulatedUser(7);
  private final EventWatch watch = new EventWatch();
  private final Path folder;
  private final Path image;
  private final Mask truth;
  private final int label;
  private final int rounds;
  private ViewerWindow window;
  private CountDownLatch closed = new CountDownLatch(1);

  private PlayedSession(Path folder, Path image, Mask truth, int label, int rounds)
      throws Exception {
    this.folder = folder;
    this.image = image;
    this.truth = truth;
    this.label = label;
    this.rounds = rounds;
  }

  /** Plays; the status is 0 if all went well. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try {
      PlayedSession session;
      if (args.length > 1) {
        Mask truth = Volumes.readLabels(Path.of(args[2])).toMask();
        session =
            new PlayedSession(
                folder,
                Path.of(args[1]),
                truth,
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]));
      } else {
        Phantom phantom = Phantom.of(1);
        Path image = folder.resolve("image.nii.gz");
        Volumes.write(image, phantom.image(), VoxelType.INT16);
        session = new PlayedSession(folder, image, phantom.truth(), Phantom.LIVER, 2);
      }
      session.play();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      new Hand().picture(folder.resolve("fault.png").toFile());
      System.exit(1);
    }
  }

  private ViewerState state() {
    return window.state();
  }

  private VolumePanel main() {
    return Hand.find(window.frame(), VolumePanel.class, "main");
  }

  private SliceStrip strip() {
    return Hand.find(window.frame(), SliceStrip.class, "strip");
  }

  private void say(String what, Object... values) {
    System.out.printf(Locale.ROOT, what + "%n", values);
  }

  private void open() throws Exception {
    closed = new CountDownLatch(1);
    CountDownLatch latch = closed;
    EventQueue.invokeAndWait(
        () -> {
          FlatDarkLaf.setup();
          window =
              new ViewerWindow(
                  SegmentationEngine::open,
                  new AutosaveFolder(folder.resolve("kept")),
                  latch::countDown);
          window.show(null);
        });
    hand.await("the window is there", () -> window.frame().isShowing());
    hand.focus(window.frame());
  }

  private void openFile(Path file) throws Exception {
    hand.key(KeyEvent.VK_O, KeyEvent.VK_CONTROL);
    hand.nameFile(file.toString());
    hand.focus(window.frame());
    hand.await("the image is open", () -> state().image != null && !state().opening);
    hand.await("the session is open", () -> state().session != null);
    settle();
  }

  private void settle() throws Exception {
    hand.await("all is painted", () -> main().isUpToDate());
  }

  private void play() throws Exception {
    Toolkit.getDefaultToolkit().getSystemEventQueue().push(watch);
    open();
    hand.picture(folder.resolve("1-empty.png").toFile());
    openFile(image);
    watch.begin();
    Axis axis = hand.ask(() -> state().mainAxis);
    int slice = largestSlice(axis);
    hand.slice(strip(), slice);
    hand.await("the slice is shown", () -> main().sliceIndex() == slice);
    for (Interaction mark :
        user.firstMarks(Prompt.SCRIBBLE, 1, axis, slice, truth.slice(label, axis, slice))) {
      mark(mark);
    }
    correct(axis, slice);
    hand.picture(folder.resolve("2-marked.png").toFile());
    propagate(folder.resolve("3-propagating.png"));
    say("Dice after one slice: %.3f", dice(axis));
    for (int round = 1; round <= rounds; round++) {
      hand.key(KeyEvent.VK_N);
      hand.await("a suggestion is shown", () -> state().message.startsWith("Suggestion"));
      settle();
      if (round == 1) {
        hand.picture(folder.resolve("4-suggestion.png").toFile());
      }
      int next = hand.ask(() -> main().sliceIndex());
      boolean right = !correct(axis, next);
      if (right) {
        accept(next);
      }
      propagate(null);
      say("Dice after suggestion %d, slice %d: %.3f", round, next, dice(axis));
    }
    hand.picture(folder.resolve("5-done.png").toFile());
    undoAndRedo();
    paint(axis);
    Mask last = hand.ask(() -> state().session.mask());
    double found = dice(axis);
    if (found < LEAST_DICE) {
      throw new AssertionError("Dice " + found);
    }
    saveAndReopen(last);
    export(last);
    hand.key(KeyEvent.VK_SLASH, KeyEvent.VK_SHIFT);
    hand.await("the keys are shown", () -> !Hand.dialogs().isEmpty());
    hand.picture(folder.resolve("6-keys.png").toFile());
    hand.key(KeyEvent.VK_ESCAPE);
    hand.await("the keys are gone", () -> Hand.dialogs().isEmpty());
    hand.focus(window.frame());
    close();
    say("longest event %.0f ms", watch.longest());
    if (!watch.slow().isEmpty()) {
      throw new AssertionError("a repaint had to wait: " + watch.slow());
    }
  }

  private int largestSlice(Axis axis) {
    int best = 0;
    int area = -1;
    for (int s = 0; s < truth.asVolume().size(axis); s++) {
      int here = truth.slice(label, axis, s).area();
      if (here > area) {
        area = here;
        best = s;
      }
    }
    return best;
  }

  /** Makes a mark with the mouse, and waits until it is answered. */
  private void mark(Interaction mark) throws Exception {
    int before = hand.ask(() -> state().session.history().done().size());
    if (mark instanceof Interaction.Scribble scribble) {
      tool(KeyEvent.VK_S);
      hand.stroke(main(), scribble.points(), scribble.positive());
    } else if (mark instanceof Interaction.Click click) {
      tool(KeyEvent.VK_C);
      hand.stroke(main(), List.of(click.point()), click.positive());
    } else if (mark instanceof Interaction.Absent) {
      hand.key(KeyEvent.VK_0);
    } else {
      throw new AssertionError("not expected: " + mark);
    }
    hand.await("the mark is answered", () -> state().session.history().done().size() == before + 1);
    settle();
  }

  private void tool(int key) throws Exception {
    hand.key(key);
    hand.ask(() -> null);
  }

  /** Corrects a slice as a user does who sees where it is wrong. Returns whether it was. */
  private boolean correct(Axis axis, int slice) throws Exception {
    SliceMask wanted = truth.slice(label, axis, slice);
    boolean wrong = false;
    for (int i = 0; i < CORRECTIONS; i++) {
      SliceMask seen = hand.ask(() -> state().session.mask().slice(1, axis, slice));
      List<Interaction> marks = user.correction(1, axis, slice, seen, wanted);
      if (marks.isEmpty()) {
        return wrong;
      }
      wrong = true;
      mark(marks.get(0));
    }
    return wrong;
  }

  private void accept(int slice) throws Exception {
    hand.key(KeyEvent.VK_ENTER);
    hand.await(
        "the slice is accepted", () -> state().session.object(1).orElseThrow().isAnnotated(slice));
  }

  private void propagate(Path picture) throws Exception {
    hand.key(KeyEvent.VK_SPACE);
    hand.await(
        "a propagation runs", () -> state().propagation != null || state().message.endsWith(" s."));
    if (picture != null) {
      hand.await(
          "some of it is done",
          () -> state().propagation == null || state().propagation.fraction() > 0.4);
      hand.picture(picture.toFile());
    }
    hand.await(
        "the propagation has ended",
        () -> state().propagation == null && !state().session.hasNewEvidence());
    settle();
  }

  private double dice(Axis axis) throws Exception {
    Mask mask = hand.ask(() -> state().session.mask());
    return dice(mask, 1, axis);
  }

  private double dice(Mask mask, int object, Axis axis) {
    IntStream slices = IntStream.range(0, truth.asVolume().size(axis));
    List<SliceMask> found = slices.mapToObj(s -> mask.slice(object, axis, s)).toList();
    List<SliceMask> wanted =
        IntStream.range(0, found.size()).mapToObj(s -> truth.slice(label, axis, s)).toList();
    return Metrics.dice(found, wanted);
  }

  private void undoAndRedo() throws Exception {
    Mask after = hand.ask(() -> state().session.mask());
    int steps = hand.ask(() -> state().session.history().done().size());
    hand.key(KeyEvent.VK_Z, KeyEvent.VK_CONTROL);
    hand.await("the step is undone", () -> state().session.history().done().size() == steps - 1);
    Mask before = hand.ask(() -> state().session.mask());
    boolean changed =
        !hand.ask(() -> state().session.history().undone()).get(0).changes().isEmpty();
    if (before.equals(after) == changed) {
      throw new AssertionError("undo did not go back to before the propagation");
    }
    hand.key(KeyEvent.VK_Y, KeyEvent.VK_CONTROL);
    hand.await("it is repeated", () -> state().session.history().done().size() == steps);
    if (!hand.ask(() -> state().session.mask()).equals(after)) {
      throw new AssertionError("the repeated step made another mask");
    }
  }

  /** A second object, painted with the brush, and taken away again. */
  private void paint(Axis axis) throws Exception {
    hand.key(KeyEvent.VK_N, KeyEvent.VK_CONTROL);
    hand.await("there are two objects", () -> state().session.objects().size() == 2);
    hand.key(KeyEvent.VK_P);
    int slice = hand.ask(() -> main().sliceIndex());
    Point middle =
        new Point(truth.asVolume().size(axis.u()) / 2.0, truth.asVolume().size(axis.v()) / 2.0);
    hand.stroke(main(), List.of(middle, new Point(middle.u() + 5, middle.v())), true);
    hand.await(
        "the stroke is there", () -> state().session.object(2).orElseThrow().isAnnotated(slice));
    SliceMask painted = hand.ask(() -> state().session.mask().slice(2, axis, slice));
    if (!painted.contains((int) middle.u(), (int) middle.v())) {
      throw new AssertionError("the brush left nothing");
    }
    hand.key(KeyEvent.VK_DELETE);
    hand.await("there is one object", () -> state().session.objects().size() == 1);
    hand.key(KeyEvent.VK_S);
  }

  private void saveAndReopen(Mask mask) throws Exception {
    Path file = folder.resolve("case.mem3d");
    hand.key(KeyEvent.VK_S, KeyEvent.VK_CONTROL);
    hand.nameFile(file.toString());
    hand.focus(window.frame());
    hand.await("the session is saved", () -> state().message.startsWith("Saved"));
    close();
    if (Files.list(folder.resolve("kept")).findAny().isPresent()) {
      throw new AssertionError("a session was kept that was closed in order");
    }
    open();
    openFile(file);
    if (!hand.ask(() -> state().session.mask()).equals(mask)) {
      throw new AssertionError("the session was not restored");
    }
  }

  private void export(Mask mask) throws Exception {
    Path file = folder.resolve("mask.nii.gz");
    hand.key(KeyEvent.VK_E, KeyEvent.VK_CONTROL);
    hand.nameFile(file.toString());
    hand.focus(window.frame());
    hand.await("the masks are written", () -> state().message.startsWith("Wrote"));
    Mask written = Volumes.readLabels(file).toMask();
    if (!written.equals(mask)) {
      throw new AssertionError("other masks were written than are shown");
    }
  }

  private void close() throws Exception {
    hand.key(KeyEvent.VK_Q, KeyEvent.VK_CONTROL);
    if (!closed.await(4, TimeUnit.MINUTES)) {
      throw new AssertionError("the window does not close");
    }
  }
}
