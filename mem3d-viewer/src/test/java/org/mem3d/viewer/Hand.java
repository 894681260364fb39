package org.mem3d.viewer;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.swing.JFrame;
import javax.swing.JLabel;
import org.mem3d.Interaction;
import org.mem3d.viewer.slice.VolumePanel;
import org.mem3d.viewer.strip.SliceStrip;

/** A user's hand: real events of mouse and keys, through the display's server. */
final class Hand {
  private static final long PATIENCE_SECONDS = 240;

  private final Robot robot;

  Hand() throws AWTException {
    robot = new Robot();
    robot.setAutoDelay(4);
  }

  /** Waits until something is so. */
  void await(String what, BooleanSupplier isSo) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!ask(isSo::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(10);
    }
  }

  /** Asks the window on the event thread. */
  <T> T ask(Callable<T> question) throws Exception {
    Object[] answer = new Object[1];
    Exception[] fault = new Exception[1];
    try {
      EventQueue.invokeAndWait(
          () -> {
            try {
              answer[0] = question.call();
            } catch (Exception e) {
              fault[0] = e;
            }
          });
    } catch (InvocationTargetException e) {
      throw new AssertionError(e);
    }
    if (fault[0] != null) {
      throw fault[0];
    }
    @SuppressWarnings("unchecked")
    T typed = (T) answer[0];
    return typed;
  }

  /** Types a key, with Ctrl or Shift held. */
  void key(int code, int... held) {
    for (int each : held) {
      robot.keyPress(each);
    }
    robot.keyPress(code);
    robot.keyRelease(code);
    for (int i = held.length - 1; i >= 0; i--) {
      robot.keyRelease(held[i]);
    }
  }

  void type(String text) {
    for (char c : text.toCharArray()) {
      boolean shift = Character.isUpperCase(c) || c == '_';
      int code = c == '_' ? KeyEvent.VK_MINUS : KeyEvent.getExtendedKeyCodeForChar(c);
      if (shift) {
        key(code, KeyEvent.VK_SHIFT);
      } else {
        key(code);
      }
    }
  }

  /** Names a file in the dialog that is open, and accepts it. */
  void nameFile(String path) throws Exception {
    await("a file dialog is there", () -> !dialogs().isEmpty());
    robot.waitForIdle();
    key(KeyEvent.VK_A, KeyEvent.VK_CONTROL);
    type(path);
    key(KeyEvent.VK_ENTER);
    await("the dialog is gone", () -> dialogs().isEmpty());
  }

  /**
   * Gives a window the keys again. Where no window manager does that after a dialog, a user clicks
   * into the window.
   */
  void focus(JFrame frame) throws Exception {
    JLabel anywhere = find(frame, JLabel.class, "next step");
    // It may have them for a moment only, until the server has heard that the dialog is gone.
    int steady = 0;
    for (int patience = 0; steady < 30; patience++) {
      steady = ask(frame::isFocused) ? steady + 1 : 0;
      if (steady == 0 && patience % 100 == 50) {
        moveTo(anywhere, 5, 5);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
      }
      if (patience > 6000) {
        throw new AssertionError("the window does not get the keys");
      }
      Thread.sleep(10);
    }
  }

  static List<Window> dialogs() {
    return List.of(Window.getWindows()).stream()
        .filter(window -> window instanceof java.awt.Dialog && window.isShowing())
        .toList();
  }

  /** Finds a part of the window by its name. */
  static <T extends Component> T find(Container in, Class<T> type, String name) {
    for (Component each : in.getComponents()) {
      if (type.isInstance(each) && name.equals(each.getName())) {
        return type.cast(each);
      }
      if (each instanceof Container container) {
        T found = find(container, type, name);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private void moveTo(Component part, double x, double y) throws Exception {
    Point corner = ask(part::getLocationOnScreen);
    robot.mouseMove((int) Math.rint(corner.x + x), (int) Math.rint(corner.y + y));
  }

  private void moveTo(VolumePanel panel, Interaction.Point at) throws Exception {
    java.awt.geom.Point2D on = ask(() -> panel.toScreen(at.u(), at.v()));
    moveTo(panel, on.getX(), on.getY());
  }

  /** Draws a line with a button down. */
  void stroke(VolumePanel panel, List<Interaction.Point> points, boolean left) throws Exception {
    int button = left ? InputEvent.BUTTON1_DOWN_MASK : InputEvent.BUTTON3_DOWN_MASK;
    moveTo(panel, points.get(0));
    robot.mousePress(button);
    for (Interaction.Point point : points) {
      moveTo(panel, point);
    }
    robot.mouseRelease(button);
  }

  /** Clicks on a slice of the slider. */
  void slice(SliceStrip strip, int slice) throws Exception {
    int x = ask(() -> strip.toScreen(slice));
    moveTo(strip, x, ask(strip::getHeight) / 2.0 + 5);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
  }

  /** Takes a picture of the screen. */
  void picture(File file) throws IOException {
    robot.waitForIdle();
    BufferedImage screen =
        robot.createScreenCapture(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
    ImageIO.write(screen, "png", file);
  }
}
