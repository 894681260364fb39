package org.mem3d.viewer;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JToggleButton;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;
import org.mem3d.viewer.work.ObjectSnapshot;

/** The objects: colour, name, expected Dice, shown or hidden, locked or not. */
final class ObjectList {
  private static final int TOGGLE_SIZE = 16;

  /** What the list asks for. */
  interface Commands {
    /** Makes an object the one that is marked. */
    void select(int label);

    /** Lets the user choose a name. */
    void rename(int label);

    /** Lets the user choose a colour. */
    void recolor(int label);

    /** Shows or hides. */
    void toggleShown(int label);

    /** Locks or unlocks. */
    void toggleLocked(int label);
  }

  private final ViewerState state;
  private final Commands commands;
  private final JPanel rows = new JPanel();
  private final JComponent component;
  private @Nullable Object shownSession;
  private int shownActive;
  private Set<Integer> shownHidden = Set.of();

  ObjectList(ViewerState state, Commands commands, List<Command> buttons) {
    this.state = state;
    this.commands = commands;
    rows.setLayout(new BoxLayout(rows, BoxLayout.Y_AXIS));
    JPanel top = new JPanel(new BorderLayout());
    top.add(rows, BorderLayout.NORTH);
    JScrollPane scroll = new JScrollPane(top);
    scroll.setBorder(null);
    scroll.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    JPanel foot = new JPanel(new FlowLayout(FlowLayout.LEFT, UIScale.scale(4), UIScale.scale(4)));
    for (Command command : buttons) {
      JButton button = new JButton(command);
      button.setText(command.title().split(" ", 2)[0]);
      button.setToolTipText(command.title() + "   " + command.keysText());
      button.setFocusable(false);
      foot.add(button);
    }
    JPanel all = new JPanel(new BorderLayout());
    all.add(scroll, BorderLayout.CENTER);
    all.add(foot, BorderLayout.SOUTH);
    component = all;
    state.addListener(this::update);
  }

  JComponent component() {
    return component;
  }

  private void update() {
    Set<Integer> hidden = new TreeSet<>(state.style.hidden());
    if (state.session == shownSession
        && state.activeObject == shownActive
        && hidden.equals(shownHidden)) {
      return;
    }
    shownSession = state.session;
    shownActive = state.activeObject;
    shownHidden = hidden;
    rows.removeAll();
    if (state.session != null) {
      for (ObjectSnapshot object : state.session.objects()) {
        rows.add(row(object));
      }
    }
    rows.revalidate();
    rows.repaint();
  }

  private JComponent row(ObjectSnapshot object) {
    int label = object.label();
    boolean active = label == state.activeObject;
    JPanel row = new JPanel();
    row.setLayout(new BoxLayout(row, BoxLayout.X_AXIS));
    row.setName("object " + label);
    int margin = UIScale.scale(4);
    row.setBorder(BorderFactory.createEmptyBorder(margin, 2 * margin, margin, margin));
    row.setMaximumSize(new Dimension(Integer.MAX_VALUE, UIScale.scale(34)));
    if (active) {
      row.setBackground(UIManager.getColor("List.selectionInactiveBackground"));
    }
    JButton color = new JButton(new Swatch(object.object().rgb()));
    bare(color, "Colour");
    color.addActionListener(event -> commands.recolor(label));
    JLabel name = new JLabel(label + "  " + object.object().name());
    name.setToolTipText("A click selects, two rename");
    if (active) {
      name.setFont(name.getFont().deriveFont(java.awt.Font.BOLD));
    }
    JLabel dice = new JLabel(dice(object));
    dice.setForeground(UIManager.getColor("Label.disabledForeground"));
    dice.setToolTipText("The Dice that is expected of the whole object");
    JToggleButton eye = toggle(new EyeIcon(), state.style.shows(label), "Shown or hidden");
    eye.addActionListener(event -> commands.toggleShown(label));
    JToggleButton lock = toggle(new LockIcon(), object.object().locked(), "Locked or not");
    lock.addActionListener(event -> commands.toggleLocked(label));
    row.add(color);
    row.add(Box.createHorizontalStrut(margin));
    row.add(name);
    row.add(Box.createHorizontalGlue());
    row.add(dice);
    row.add(Box.createHorizontalStrut(margin));
    row.add(eye);
    row.add(lock);
    MouseAdapter select =
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent event) {
            if (event.getClickCount() == 2) {
              commands.rename(label);
            } else {
              commands.select(label);
            }
          }
        };
    row.addMouseListener(select);
    name.addMouseListener(select);
    return row;
  }

  private static String dice(ObjectSnapshot object) {
    return object.expected() == null
        ? ""
        : String.format(Locale.ROOT, "%.2f", object.expected().mean());
  }

  private static JToggleButton toggle(Icon icon, boolean selected, String tip) {
    JToggleButton button = new JToggleButton(icon, selected);
    bare(button, tip);
    return button;
  }

  private static void bare(javax.swing.AbstractButton button, String tip) {
    button.setFocusable(false);
    button.setToolTipText(tip);
    button.putClientProperty("JButton.buttonType", "toolBarButton");
  }

  /** A square in the object's colour. */
  private record Swatch(int rgb) implements Icon {
    @Override
    public int getIconWidth() {
      return UIScale.scale(14);
    }

    @Override
    public int getIconHeight() {
      return UIScale.scale(14);
    }

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
      graphics.setColor(new Color(rgb));
      graphics.fillRect(x, y, getIconWidth(), getIconHeight());
    }
  }

  /** An eye, crossed out where the object is hidden. */
  private static final class EyeIcon extends LineIcon {
    EyeIcon() {
      super(TOGGLE_SIZE);
    }

    @Override
    void draw(Graphics2D g, Component component) {
      g.draw(new java.awt.geom.QuadCurve2D.Double(1, 8, 8, 0, 15, 8));
      g.draw(new java.awt.geom.QuadCurve2D.Double(1, 8, 8, 16, 15, 8));
      if (((JToggleButton) component).isSelected()) {
        g.fill(new java.awt.geom.Ellipse2D.Double(5.5, 5.5, 5, 5));
      } else {
        g.draw(new java.awt.geom.Line2D.Double(2, 14, 14, 2));
      }
    }
  }

  /** A padlock, open or shut. */
  private static final class LockIcon extends LineIcon {
    LockIcon() {
      super(TOGGLE_SIZE);
    }

    @Override
    void draw(Graphics2D g, Component component) {
      boolean shut = ((JToggleButton) component).isSelected();
      int lift = shut ? 0 : -2;
      g.draw(new java.awt.geom.Arc2D.Double(5, 3 + lift, 6, 8, shut ? 0 : 30, 180, 0));
      if (shut) {
        g.fill(new java.awt.geom.Rectangle2D.Double(3.5, 7, 9, 7));
      } else {
        g.draw(new java.awt.geom.Rectangle2D.Double(3.5, 7, 9, 7));
      }
    }
  }
}
