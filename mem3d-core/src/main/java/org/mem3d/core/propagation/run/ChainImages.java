package org.mem3d.core.propagation.run;

import java.util.Map;
import java.util.TreeMap;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;

/**
 * The images that a chain saw, found again from what it predicted: their features are likely to be
 * kept still. Stateless.
 */
public final class ChainImages {
  private ChainImages() {}

  /**
   * Returns the image of an annotated slice with which chains begin there; how it shows intensities
   * is how they see those of all slices.
   */
  public static SliceImage ofStart(SliceReader reader, AnnotatedMask start, double windowFactor) {
    Window window = Window.around(start.patch().bounds(), windowFactor);
    float[] mask = new float[SliceBatch.MASK];
    start.patch().sample(window, mask);
    Normalisation normalisation =
        Normalisation.ofMask(reader.sample(start.slice(), window), mask, reader.range());
    return new SliceImage(reader, start.slice(), window, normalisation);
  }

  /**
   * Returns the images of the slices that a chain predicted, by slice.
   *
   * @param windowFactor with which it ran
   */
  public static Map<Integer, SliceImage> of(
      SliceReader reader, ChainRecord chain, double windowFactor) {
    FollowedWindow followed = new FollowedWindow(chain.start(), chain.annotated(), windowFactor);
    Normalisation normalisation = ofStart(reader, chain.start(), windowFactor).normalisation();
    Map<Integer, SliceImage> images = new TreeMap<>();
    for (int slice : chain.order()) {
      SlicePrediction prediction = chain.predictions().get(slice);
      if (prediction != null) {
        images.put(slice, new SliceImage(reader, slice, followed.window(), normalisation));
        followed.follow(slice, prediction.patch());
      }
    }
    return images;
  }
}
