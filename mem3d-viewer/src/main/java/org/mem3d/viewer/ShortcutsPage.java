package org.mem3d.viewer;

import java.awt.Component;
import java.util.List;
import javax.swing.JEditorPane;
import javax.swing.JOptionPane;
import javax.swing.JScrollPane;

/** The page that lists all keys and what the mouse does. Stateless. */
final class ShortcutsPage {
  private static final String[][] MOUSE = {
    {
      "Left button",
      "mark what belongs to the object (large plane); move the crosshair (small ones)"
    },
    {"Right button, or Shift and left", "mark what does not belong to it"},
    {"Wheel", "next and previous slice"},
    {"Ctrl and wheel", "enlarge"},
    {"Middle button", "move the slice"},
    {"Ctrl and left button", "move the crosshair"},
    {"Ctrl and right button", "brightness (up and down) and contrast (left and right)"},
    {"Double click on a small plane", "show it large"},
  };

  private ShortcutsPage() {}

  static void show(Component parent, List<Command> commands) {
    JEditorPane page = new JEditorPane("text/html", html(commands));
    page.setEditable(false);
    page.setCaretPosition(0);
    JScrollPane scroll = new JScrollPane(page);
    scroll.setPreferredSize(new java.awt.Dimension(640, 620));
    JOptionPane.showMessageDialog(parent, scroll, "Keys and mouse", JOptionPane.PLAIN_MESSAGE);
  }

  private static String html(List<Command> commands) {
    StringBuilder html = new StringBuilder("<html><table cellpadding=3>");
    html.append("<tr><td colspan=2><b>Mouse</b></td></tr>");
    for (String[] row : MOUSE) {
      row(html, row[0], row[1]);
    }
    String menu = "";
    for (Command command : commands) {
      if (command.keys().isEmpty()) {
        continue;
      }
      if (!command.menu().equals(menu)) {
        menu = command.menu();
        html.append("<tr><td colspan=2><br><b>").append(menu).append("</b></td></tr>");
      }
      row(html, command.keysText(), command.title());
    }
    return html.append("</table></html>").toString();
  }

  private static void row(StringBuilder html, String keys, String what) {
    html.append("<tr><td nowrap><code>")
        .append(keys.replace("<", "&lt;"))
        .append("</code></td><td>")
        .append(what)
        .append("</td></tr>");
  }
}
