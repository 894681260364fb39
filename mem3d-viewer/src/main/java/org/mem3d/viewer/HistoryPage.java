package org.mem3d.viewer;

import java.awt.Component;
import java.util.ArrayList;
import java.util.List;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JList;
import javax.swing.JOptionPane;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.viewer.work.SessionWorker;

/** Lists the steps of a session, and goes back to behind one of them, or on to it. Stateless. */
final class HistoryPage {
  private HistoryPage() {}

  static void show(Component parent, SessionHistory history, SessionWorker worker) {
    List<String> names = new ArrayList<>();
    history.done().forEach(step -> names.add(step.name()));
    history.undone().forEach(step -> names.add(step.name()));
    int done = history.done().size();
    JList<String> list = new JList<>(names.toArray(new String[0]));
    list.setName("history");
    list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    list.setSelectedIndex(done - 1);
    list.setCellRenderer(new Steps(done));
    list.ensureIndexIsVisible(done - 1);
    int answer =
        JOptionPane.showConfirmDialog(
            parent,
            new JScrollPane(list),
            "Go to the state after a step",
            JOptionPane.OK_CANCEL_OPTION,
            JOptionPane.PLAIN_MESSAGE);
    int chosen = list.getSelectedIndex();
    if (answer == JOptionPane.OK_OPTION && chosen >= 0) {
      worker.step(session -> go(session, chosen + 1 - done));
    }
  }

  /** Takes back or repeats so many steps. */
  private static void go(SegmentationSession session, int steps) {
    for (int i = 0; i < steps && session.canRedo(); i++) {
      session.redo();
    }
    for (int i = 0; i > steps && session.canUndo(); i--) {
      session.undo();
    }
  }

  /** Shows steps that were undone in grey. */
  private static final class Steps extends DefaultListCellRenderer {
    private static final long serialVersionUID = 1L;

    private final int done;

    Steps(int done) {
      this.done = done;
    }

    @Override
    public Component getListCellRendererComponent(
        JList<?> list, Object value, int index, boolean selected, boolean focused) {
      Component cell = super.getListCellRendererComponent(list, value, index, selected, focused);
      if (index >= done && !selected) {
        cell.setForeground(UIManager.getColor("Label.disabledForeground"));
      }
      return cell;
    }
  }
}
