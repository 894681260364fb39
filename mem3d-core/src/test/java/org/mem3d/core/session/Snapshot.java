package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;

/** All that a session shows of itself at one moment, to the byte. */
record Snapshot(
    List<SegmentationObject> objects,
    List<Byte> labels,
    List<List<Float>> probabilities,
    List<List<SliceQuality>> qualities,
    List<List<Suggestion>> suggestions) {

  static Snapshot of(SegmentationSession session) {
    List<List<Float>> probabilities = new ArrayList<>();
    List<List<SliceQuality>> qualities = new ArrayList<>();
    List<List<Suggestion>> suggestions = new ArrayList<>();
    for (SegmentationObject there : session.objects()) {
      int object = there.label();
      probabilities.add(voxels(session.probability(object)));
      qualities.add(session.quality(object));
      for (SuggestionPolicy policy : SuggestionPolicy.values()) {
        suggestions.add(session.suggest(object, 1000, policy));
      }
    }
    suggestions.add(session.suggest(1000));
    List<Byte> labels = new ArrayList<>();
    for (byte label : session.mask().toByteArray()) {
      labels.add(label);
    }
    return new Snapshot(session.objects(), labels, probabilities, qualities, suggestions);
  }

  private static List<Float> voxels(Volume volume) {
    List<Float> voxels = new ArrayList<>();
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      for (float value : slice) {
        voxels.add(value);
      }
    }
    return voxels;
  }

  /** Fails, without printing whole volumes, unless a session still looks like this. */
  void requireSame(SegmentationSession session, String when) {
    Snapshot now = of(session);
    assertThat(now.objects).as("objects " + when).isEqualTo(objects);
    assertThat(now.qualities).as("quality " + when).isEqualTo(qualities);
    assertThat(now.suggestions).as("suggestions " + when).isEqualTo(suggestions);
    assertThat(now.labels.equals(labels)).as("the mask is the same " + when).isTrue();
    assertThat(now.probabilities.equals(probabilities))
        .as("the probabilities are the same " + when)
        .isTrue();
  }
}
