package org.mem3d.viewer;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.swing.ActionMap;
import javax.swing.BorderFactory;
import javax.swing.InputMap;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JRootPane;
import javax.swing.JSplitPane;
import javax.swing.KeyStroke;
import javax.swing.UIManager;
import javax.swing.WindowConstants;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.io.IntensityWindow;
import org.mem3d.viewer.file.AutosaveFolder;
import org.mem3d.viewer.slice.VolumePanel;
import org.mem3d.viewer.slice.VolumePanelListener;
import org.mem3d.viewer.slice.Voxel;
import org.mem3d.viewer.work.SessionWorker;

/** The window: puts the parts together. Belongs to the event thread. */
final class ViewerWindow {
  /** Of a command: whether it is left out of the menus. */
  static final String NOT_IN_MENU = "notInMenu";

  private final ViewerState state = new ViewerState();
  private final SessionWorker worker;
  private final JFrame frame = new JFrame("mem3d");
  private final StatusLine status;
  private final SessionFiles sessions;
  private final SliceCommands slices;
  private final Runnable closed;

  /**
   * Makes a window.
   *
   * @param engine opens the engine, called on another thread once the window is painted
   * @param kept where sessions are kept while they are worked on
   * @param closed called when the window was closed and nothing runs any more
   */
  ViewerWindow(Supplier<SegmentationEngine> engine, AutosaveFolder kept, Runnable closed) {
    this.closed = closed;
    SessionView view = new SessionView(state, this::propagate);
    worker = new SessionWorker(engine, view);
    FileCommands files = new FileCommands(state, worker, frame);
    sessions = new SessionFiles(state, worker, files, frame, kept);
    slices = new SliceCommands(state, worker);
    ObjectCommands objects = new ObjectCommands(state, worker, frame);
    Planes planes = new Planes(state, new Marks(), slices::goTo);
    ViewerCommands commands =
        new ViewerCommands(state, worker, files, sessions, objects, slices, planes, this);
    status = new StatusLine(state, commands.stop);
    ToolPanel tools =
        new ToolPanel(
            state,
            commands.tools(),
            commands.propagate,
            commands.next,
            commands.accept,
            commands.undo,
            commands.redo);
    ObjectList list =
        new ObjectList(state, objects, List.of(commands.addObject, commands.removeObject));
    build(planes, tools, list, commands);
    state.addListener(() -> frame.setTitle(ViewerCommands.title(state)));
    state.changed();
  }

  private void propagate() {
    worker.propagate();
  }

  private void build(Planes planes, ToolPanel tools, ObjectList list, ViewerCommands commands) {
    JComponent objects = list.component();
    objects.setMinimumSize(new Dimension(UIScale.scale(150), 0));
    objects.setBorder(BorderFactory.createEmptyBorder(0, 0, 0, UIScale.scale(2)));
    JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, objects, planes.component());
    split.setDividerLocation(UIScale.scale(220));
    split.setBorder(null);
    split.setFocusable(false);
    JPanel content = new JPanel(new BorderLayout());
    content.add(tools.component(), BorderLayout.NORTH);
    content.add(split, BorderLayout.CENTER);
    content.add(status.component(), BorderLayout.SOUTH);
    frame.setContentPane(content);
    frame.setJMenuBar(menus(commands.all()));
    keys(frame.getRootPane(), commands.all());
    frame.getRootPane().setTransferHandler(new FileDrop(sessions::openAny));
    frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            close();
          }
        });
    planes.main().requestFocusInWindow();
  }

  private static JMenuBar menus(List<Command> commands) {
    Map<String, JMenu> menus = new LinkedHashMap<>();
    JMenuBar bar = new JMenuBar();
    for (Command command : commands) {
      if (Boolean.TRUE.equals(command.getValue(NOT_IN_MENU))) {
        continue;
      }
      JMenu menu =
          menus.computeIfAbsent(
              command.menu(),
              name -> {
                JMenu made = new JMenu(name);
                made.setMnemonic(name.charAt(0));
                bar.add(made);
                return made;
              });
      menu.add(new CommandItem(command));
    }
    return bar;
  }

  /** Shows a command's key and leaves it to the window to hear it. */
  private static final class CommandItem extends JMenuItem {
    private static final long serialVersionUID = 1L;

    CommandItem(Command command) {
      super(command);
    }

    @Override
    protected boolean processKeyBinding(
        KeyStroke key, KeyEvent event, int condition, boolean pressed) {
      return false;
    }
  }

  private static void keys(JRootPane root, List<Command> commands) {
    InputMap keys = root.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW);
    ActionMap actions = root.getActionMap();
    for (Command command : commands) {
      for (KeyStroke key : command.keys()) {
        keys.put(key, command.title());
      }
      actions.put(command.title(), command);
    }
  }

  /** Hears what is done in the planes. */
  private final class Marks implements VolumePanelListener {
    @Override
    public void crosshairMoved(Voxel crosshair) {
      state.crosshair = crosshair;
      state.changed();
    }

    @Override
    public void marked(Interaction mark) {
      slices.mark(mark);
    }

    @Override
    public void refused(String reason) {
      state.sayFault(reason);
    }

    @Override
    public void windowChanged(IntensityWindow window) {
      state.window = window;
      state.changed();
    }

    @Override
    public void hovered(Voxel voxel, float intensity, int label) {
      String name =
          label == 0 || state.session == null
              ? ""
              : state.session.object(label).map(each -> each.object().name()).orElse("");
      status.hover(voxel, intensity, name);
    }

    @Override
    public void left() {
      status.leave();
    }
  }

  ViewerState state() {
    return state;
  }

  JFrame frame() {
    return frame;
  }

  /**
   * Opens the window.
   *
   * @param image to be opened in it; null for none
   */
  void show(@Nullable Path image) {
    Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
    frame.setSize(
        Math.min(UIScale.scale(1440), screen.width), Math.min(UIScale.scale(920), screen.height));
    frame.setLocationRelativeTo(null);
    frame.setVisible(true);
    // Behind the first paint, which so waits for no file and no weights.
    EventQueue.invokeLater(
        () ->
            EventQueue.invokeLater(
                () -> {
                  worker.start();
                  if (image == null) {
                    sessions.offerLeft();
                  } else {
                    sessions.openAny(image);
                  }
                }));
  }

  /** Closes the window and what runs behind it, after the user was asked about unsaved work. */
  void close() {
    sessions.close(this::end);
  }

  private void end() {
    frame.dispose();
    worker.close();
    Thread end =
        new Thread(
            () -> {
              try {
                worker.awaitClosed();
                sessions.closed();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              closed.run();
            },
            "mem3d close");
    end.setDaemon(true);
    end.start();
  }

  void toggleDark() {
    if (FlatLaf.isLafDark()) {
      FlatLightLaf.setup();
    } else {
      FlatDarkLaf.setup();
    }
    FlatLaf.updateUI();
    state.changed();
  }

  /** Returns a picture of a panel as it is shown. */
  BufferedImage picture(VolumePanel panel) {
    Component part = panel;
    BufferedImage image =
        new BufferedImage(part.getWidth(), part.getHeight(), BufferedImage.TYPE_INT_RGB);
    java.awt.Graphics2D graphics = image.createGraphics();
    graphics.setColor(UIManager.getColor("Panel.background"));
    part.paint(graphics);
    graphics.dispose();
    return image;
  }
}
