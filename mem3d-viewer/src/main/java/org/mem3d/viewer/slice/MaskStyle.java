package org.mem3d.viewer.slice;

import java.util.Map;
import java.util.Set;
import org.mem3d.SegmentationObject;

/**
 * How masks are drawn. Immutable.
 *
 * @param opacity of the fill, 0 for none to 1
 * @param outlined whether outlines are drawn
 * @param rgb colours of labels, 0xRRGGBB; others have {@link SegmentationObject#defaultRgb}
 * @param hidden labels that are not drawn
 */
public record MaskStyle(
    double opacity, boolean outlined, Map<Integer, Integer> rgb, Set<Integer> hidden) {
  /** Fill and outline, in the default colours. */
  public static final MaskStyle DEFAULT = new MaskStyle(0.3, true, Map.of(), Set.of());

  /** Copies the collections and keeps the opacity within 0 and 1. */
  public MaskStyle {
    opacity = Math.max(0, Math.min(1, opacity));
    rgb = Map.copyOf(rgb);
    hidden = Set.copyOf(hidden);
  }

  /** Returns this style with another opacity. */
  public MaskStyle withOpacity(double other) {
    return new MaskStyle(other, outlined, rgb, hidden);
  }

  /** Returns this style with outlines or without. */
  public MaskStyle withOutlined(boolean other) {
    return new MaskStyle(opacity, other, rgb, hidden);
  }

  /** Returns this style with other colours. */
  public MaskStyle withRgb(Map<Integer, Integer> other) {
    return new MaskStyle(opacity, outlined, other, hidden);
  }

  /** Returns this style with other hidden labels. */
  public MaskStyle withHidden(Set<Integer> other) {
    return new MaskStyle(opacity, outlined, rgb, other);
  }

  /** Returns the colour of a label, 0xRRGGBB. */
  public int rgb(int label) {
    Integer chosen = rgb.get(label);
    return chosen == null ? SegmentationObject.defaultRgb(label) : chosen;
  }

  /** Returns whether a label is drawn. */
  public boolean shows(int label) {
    return label != 0 && !hidden.contains(label);
  }
}
