package org.mem3d.viewer;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GridLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.swing.BorderFactory;
import javax.swing.JPanel;
import javax.swing.JSplitPane;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Suggestion;
import org.mem3d.Volume;
import org.mem3d.viewer.file.ImageFile;
import org.mem3d.viewer.slice.VolumePanel;
import org.mem3d.viewer.slice.VolumePanelListener;
import org.mem3d.viewer.slice.Voxel;
import org.mem3d.viewer.strip.SliceStrip;
import org.mem3d.viewer.surface.SurfacePanel;
import org.mem3d.viewer.work.ObjectSnapshot;
import org.mem3d.viewer.work.SessionSnapshot;

/** The large plane with its slider, the two small ones, and the surfaces. */
final class Planes {
  private final ViewerState state;
  private final VolumePanel main = new VolumePanel();
  private final VolumePanel second = new VolumePanel();
  private final VolumePanel third = new VolumePanel();
  private final List<VolumePanel> panels = List.of(main, second, third);
  private final SurfacePanel surface = new SurfacePanel();
  private final SliceStrip strip;
  private final JSplitPane component;
  private @Nullable ImageFile shown;
  private @Nullable SessionSnapshot surfaceOf;
  private Set<Integer> surfaceHidden = Set.of();

  /**
   * Makes the planes.
   *
   * @param marks hears what is marked and pointed at
   * @param slice gets the slice that the slider is moved to
   */
  Planes(ViewerState state, VolumePanelListener marks, java.util.function.IntConsumer slice) {
    this.state = state;
    strip = new SliceStrip(slice);
    main.setName("main");
    second.setName("second");
    third.setName("third");
    surface.setName("surface");
    strip.setName("strip");
    main.setEmptyText("Open an image with Ctrl+O,\nor drop a file or a DICOM folder here.");
    for (VolumePanel small : List.of(second, third)) {
      small.setMarkable(false);
      small.setToolTipText("A double click shows this plane large; marks are made there");
    }
    for (VolumePanel panel : panels) {
      panel.addVolumePanelListener(marks);
    }
    second.addVolumePanelListener(new Chosen(second));
    third.addVolumePanelListener(new Chosen(third));
    JPanel left = new JPanel(new BorderLayout());
    left.add(main, BorderLayout.CENTER);
    left.add(strip, BorderLayout.SOUTH);
    int line = UIScale.scale(3);
    JPanel right = new JPanel(new GridLayout(3, 1, line, line));
    right.setBorder(BorderFactory.createEmptyBorder(0, line, 0, 0));
    right.add(second);
    right.add(third);
    right.add(surface);
    right.setMinimumSize(new Dimension(UIScale.scale(120), 0));
    component = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, left, right);
    component.setResizeWeight(0.72);
    component.setBorder(null);
    component.setContinuousLayout(true);
    component.setFocusable(false);
    state.addListener(this::update);
  }

  /** A small plane that is clicked twice becomes the large one. */
  private final class Chosen implements VolumePanelListener {
    private final VolumePanel panel;

    Chosen(VolumePanel panel) {
      this.panel = panel;
    }

    @Override
    public void chosen() {
      state.mainAxis = panel.axis();
      state.changed();
    }
  }

  JSplitPane component() {
    return component;
  }

  VolumePanel main() {
    return main;
  }

  List<VolumePanel> panels() {
    return panels;
  }

  SurfacePanel surface() {
    return surface;
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the very same image.
  private void update() {
    ImageFile image = state.image;
    Volume volume = image == null ? null : image.volume();
    if (image != shown || main.axis() != state.mainAxis) {
      shown = image;
      List<Axis> others =
          Arrays.stream(Axis.values())
              .filter(axis -> axis != state.mainAxis)
              .sorted((a, b) -> b.compareTo(a))
              .toList();
      main.setVolume(volume, state.mainAxis);
      second.setVolume(volume, others.get(0));
      third.setVolume(volume, others.get(1));
    }
    Voxel crosshair = state.crosshair;
    for (VolumePanel panel : panels) {
      panel.setCrosshair(crosshair);
      panel.setObject(state.activeObject);
      panel.setStyle(state.style);
      panel.setMask(state.mask);
      if (!panel.window().equals(state.window)) {
        panel.setWindow(state.window);
      }
      panel.setMarks(state.session == null ? List.of() : state.session.marks());
      panel.setPositive(state.positive);
      panel.setBrushRadiusMm(state.brushRadiusMm);
      panel.setCrosshairShown(state.crosshairShown);
      if (panel.tool() != state.tool && panel == main) {
        panel.setTool(state.tool);
      }
    }
    updateStrip(volume);
    updateSurface();
  }

  private void updateStrip(@Nullable Volume volume) {
    strip.setSlices(volume == null ? 0 : volume.size(state.mainAxis), state.slice());
    ObjectSnapshot object =
        state.active().filter(each -> each.object().axis() == state.mainAxis).orElse(null);
    SessionSnapshot session = state.session;
    if (object == null || session == null) {
      strip.setQuality(List.of(), List.of());
      return;
    }
    List<Integer> suggested =
        session.suggestions().stream()
            .filter(each -> each.object() == object.label())
            .map(Suggestion::slice)
            .collect(Collectors.toList());
    strip.setQuality(object.quality(), suggested);
  }

  @SuppressWarnings("ReferenceEquality") // A comparison of masks would take long.
  private void updateSurface() {
    SessionSnapshot session = state.session;
    Set<Integer> hidden = state.style.hidden();
    boolean same = session == surfaceOf && hidden.equals(surfaceHidden);
    if (same || state.propagation != null) {
      return;
    }
    surfaceOf = session;
    surfaceHidden = hidden;
    if (session == null) {
      surface.setMask(null, Set.of(), label -> 0);
    } else {
      Set<Integer> labels =
          session.objects().stream()
              .map(ObjectSnapshot::label)
              .filter(state.style::shows)
              .collect(Collectors.toSet());
      surface.setMask(session.mask(), labels, state.style::rgb);
    }
  }
}
