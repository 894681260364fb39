package org.mem3d.viewer;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JSlider;
import javax.swing.JToggleButton;
import javax.swing.JToolBar;
import org.mem3d.viewer.slice.MarkTool;

/** The bar above the planes: tools, what they mark, and what is done with marks. */
final class ToolPanel {
  private final ViewerState state;
  private final JToolBar bar = new JToolBar();
  private final Map<MarkTool, JToggleButton> tools = new EnumMap<>(MarkTool.class);
  private final JToggleButton positive = new JToggleButton("+ object");
  private final JToggleButton negative = new JToggleButton("\u2212 not object");
  private final JSlider brush = new JSlider(1, 60, 8);
  private final JLabel brushLabel = new JLabel("Brush");
  private final JSlider opacity = new JSlider(0, 100, 30);
  private final JCheckBox outline = new JCheckBox("Outline", true);
  private final JComboBox<WindowPreset> presets = new JComboBox<>(WindowPreset.values());
  private boolean updating;

  ToolPanel(ViewerState state, Map<MarkTool, Command> commands, Command... steps) {
    this.state = state;
    bar.setFloatable(false);
    ButtonGroup group = new ButtonGroup();
    for (MarkTool tool : MarkTool.values()) {
      Command command = commands.get(tool);
      JToggleButton button = new JToggleButton(new ToolIcon(tool));
      button.setName("tool " + tool);
      button.setToolTipText(tool.title() + (command == null ? "" : "   " + command.keysText()));
      button.addActionListener(
          event -> {
            state.tool = tool;
            state.changed();
          });
      group.add(button);
      tools.put(tool, button);
      add(button);
    }
    bar.addSeparator();
    ButtonGroup sign = new ButtonGroup();
    sign.add(positive);
    sign.add(negative);
    positive.setToolTipText("The left button marks what belongs to the object   +");
    negative.setToolTipText("The left button marks what does not belong to it   -");
    positive.addActionListener(event -> setPositive(true));
    negative.addActionListener(event -> setPositive(false));
    add(positive);
    add(negative);
    bar.addSeparator();
    for (Command step : steps) {
      JButton button = new JButton(step);
      button.setText(step.title().split(" ", 2)[0] + " (" + step.keysText().split(" ", 2)[0] + ")");
      button.setToolTipText(step.title() + "   " + step.keysText());
      add(button);
    }
    bar.addSeparator();
    addDisplay();
    state.addListener(this::update);
    update();
  }

  private void addDisplay() {
    brush.addChangeListener(
        event -> {
          if (!updating) {
            state.brushRadiusMm = brush.getValue() * brushUnit();
            state.changed();
          }
        });
    opacity.addChangeListener(
        event -> {
          if (!updating) {
            state.style = state.style.withOpacity(opacity.getValue() / 100.0);
            state.changed();
          }
        });
    outline.addActionListener(
        event -> {
          state.style = state.style.withOutlined(outline.isSelected());
          state.changed();
        });
    presets.addActionListener(
        event -> {
          Object chosen = presets.getSelectedItem();
          if (!updating && chosen instanceof WindowPreset preset) {
            state.window = preset.window(state.autoWindow);
            state.changed();
          }
        });
    presets.setToolTipText("Brightness and contrast; or drag with Ctrl and the right button");
    opacity.setToolTipText("How much masks cover the image");
    brush.setToolTipText("Radius of brush and eraser   [  ]");
    add(brushLabel);
    add(brush);
    add(new JLabel("  Mask "));
    add(opacity);
    add(outline);
    add(new JLabel("  Window "));
    add(presets);
    limit(brush, 90);
    limit(opacity, 90);
    limit(presets, 140);
  }

  private static void limit(JComponent part, int width) {
    java.awt.Dimension size = part.getPreferredSize();
    size.width = UIScale.scale(width);
    part.setPreferredSize(size);
    part.setMaximumSize(size);
  }

  private void add(Component part) {
    part.setFocusable(false);
    bar.add(part);
  }

  /** Returns half the smallest distance of voxels in a plane: the brush's finest step. */
  private double brushUnit() {
    return state
        .grid()
        .map(
            grid ->
                Math.min(
                        grid.geometry().spacing(state.mainAxis.u()),
                        grid.geometry().spacing(state.mainAxis.v()))
                    / 2)
        .orElse(0.5);
  }

  private void setPositive(boolean belongs) {
    state.positive = belongs;
    state.changed();
  }

  JComponent component() {
    return bar;
  }

  private void update() {
    updating = true;
    JToggleButton chosen = tools.get(state.tool);
    if (chosen != null) {
      chosen.setSelected(true);
    }
    positive.setSelected(state.positive);
    negative.setSelected(!state.positive);
    boolean paints = state.tool.paints();
    brush.setVisible(paints);
    brushLabel.setVisible(paints);
    brush.setValue((int) Math.round(state.brushRadiusMm / brushUnit()));
    opacity.setValue((int) Math.round(100 * state.style.opacity()));
    outline.setSelected(state.style.outlined());
    for (WindowPreset preset : WindowPreset.values()) {
      if (preset.window(state.autoWindow).equals(state.window)) {
        presets.setSelectedItem(preset);
      }
    }
    updating = false;
  }
}
