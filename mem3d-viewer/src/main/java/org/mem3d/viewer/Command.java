package org.mem3d.viewer;

import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.swing.AbstractAction;
import javax.swing.KeyStroke;
import javax.swing.text.JTextComponent;

/** Something that the user can do: in a menu, by keys, on the page of shortcuts. */
final class Command extends AbstractAction {
  private static final long serialVersionUID = 1L;

  private final transient Runnable run;
  private final transient BooleanSupplier possible;
  private final String menu;
  private final String title;
  private final List<KeyStroke> keys;

  /**
   * Makes a command.
   *
   * @param menu in which it stands
   * @param title what it does
   * @param keys as {@link KeyStroke#getKeyStroke(String)} takes them, separated by commas; empty
   *     for none
   * @param possible whether it can be done now
   */
  Command(String menu, String title, String keys, BooleanSupplier possible, Runnable run) {
    super(title);
    this.menu = menu;
    this.title = title;
    this.possible = possible;
    this.run = run;
    this.keys =
        keys.isEmpty()
            ? List.of()
            : List.of(keys.split(",")).stream()
                .map(
                    key -> {
                      KeyStroke stroke = KeyStroke.getKeyStroke(key.strip());
                      if (stroke == null) {
                        throw new IllegalArgumentException("no key is named " + key);
                      }
                      return stroke;
                    })
                .toList();
    if (!this.keys.isEmpty()) {
      putValue(ACCELERATOR_KEY, this.keys.get(0));
    }
  }

  String menu() {
    return menu;
  }

  String title() {
    return title;
  }

  List<KeyStroke> keys() {
    return keys;
  }

  /** Returns the keys as people read them; empty if there are none. */
  String keysText() {
    return keys.stream().map(Command::text).collect(Collectors.joining(" or "));
  }

  private static String text(KeyStroke key) {
    if (key.getKeyCode() == KeyEvent.VK_UNDEFINED) {
      return String.valueOf(key.getKeyChar());
    }
    String modifiers = InputEvent.getModifiersExText(key.getModifiers());
    String name = KeyEvent.getKeyText(key.getKeyCode());
    return modifiers.isEmpty() ? name : modifiers + "+" + name;
  }

  /** Does it if that is possible. */
  void run() {
    if (possible.getAsBoolean()) {
      run.run();
    }
  }

  /** Looks anew whether it is possible. */
  void update() {
    setEnabled(possible.getAsBoolean());
  }

  /** Letters that are typed into a field are no commands. */
  @Override
  public boolean accept(Object sender) {
    Component focused = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    return !(focused instanceof JTextComponent) && super.accept(sender);
  }

  @Override
  public void actionPerformed(ActionEvent event) {
    run();
  }
}
