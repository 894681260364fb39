package org.mem3d.viewer;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.util.Locale;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.UIManager;
import org.mem3d.viewer.slice.Voxel;

/** What to do next, what was done, what lies under the mouse, and how far a propagation is. */
final class StatusLine {
  private final ViewerState state;
  private final JPanel component = new JPanel(new BorderLayout());
  private final JLabel next = new JLabel();
  private final JLabel message = new JLabel(" ");
  private final JLabel under = new JLabel(" ");
  private final JProgressBar bar = new JProgressBar(0, 1000);
  private final JButton cancel;

  StatusLine(ViewerState state, Command stop) {
    this.state = state;
    int margin = UIScale.scale(6);
    component.setBorder(BorderFactory.createEmptyBorder(margin, 2 * margin, margin, 2 * margin));
    next.setName("next step");
    message.setName("message");
    next.putClientProperty("FlatLaf.styleClass", "h4");
    bar.setName("progress");
    bar.setStringPainted(true);
    bar.setPreferredSize(new Dimension(UIScale.scale(220), UIScale.scale(18)));
    cancel = new JButton(stop);
    cancel.setFocusable(false);
    JPanel right = new JPanel(new FlowLayout(FlowLayout.RIGHT, margin, 0));
    right.add(bar);
    right.add(cancel);
    JPanel lines = new JPanel(new BorderLayout(0, UIScale.scale(2)));
    lines.add(next, BorderLayout.NORTH);
    lines.add(message, BorderLayout.SOUTH);
    under.setFont(UIManager.getFont("monospaced.font"));
    JPanel foot = new JPanel(new BorderLayout());
    foot.add(right, BorderLayout.NORTH);
    foot.add(under, BorderLayout.SOUTH);
    under.setHorizontalAlignment(JLabel.RIGHT);
    component.add(lines, BorderLayout.CENTER);
    component.add(foot, BorderLayout.EAST);
    // So that the planes keep their size when the bar comes and goes.
    Dimension size = component.getPreferredSize();
    component.setPreferredSize(size);
    state.addListener(this::update);
    update();
  }

  JComponent component() {
    return component;
  }

  void hover(Voxel voxel, float intensity, String object) {
    under.setText(
        String.format(
            Locale.ROOT,
            "%d, %d, %d   %s%s",
            voxel.x(),
            voxel.y(),
            voxel.z(),
            Float.isNaN(intensity) ? "" : number(intensity),
            object.isEmpty() ? "" : "   " + object));
  }

  void leave() {
    under.setText(" ");
  }

  private static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Integer.toString((int) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private void update() {
    next.setText(NextStep.of(state));
    message.setText(state.message.isEmpty() ? engine() : state.message);
    Color fault = UIManager.getColor("Actions.Red");
    Color plain = UIManager.getColor("Label.disabledForeground");
    message.setForeground(state.isFault && fault != null ? fault : plain);
    ViewerState.Propagation propagation = state.propagation;
    bar.setVisible(propagation != null);
    cancel.setVisible(propagation != null);
    if (propagation != null) {
      bar.setValue((int) Math.round(1000 * propagation.fraction()));
      bar.setString(Math.round(100 * propagation.fraction()) + " %");
    }
  }

  private String engine() {
    if (state.engineFault != null) {
      return "The engine cannot be opened: " + state.engineFault;
    }
    return state.engineReady ? " " : "Loading the engine ...";
  }
}
