package org.mem3d.train.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ObjDoubleConsumer;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.region.SliceReader;
import org.mem3d.train.volume.LabelledVolume;
import org.mem3d.train.volume.ShapeChoice;
import org.mem3d.train.volume.TrainingVolume;

class SceneTest {
  private static final int SIDE = 60;
  private static final int HEIGHT = 44;
  private static final int SLICES = 10;

  /** A box of 100 to 120 on a ground of 20 to 30, larger slice by slice. */
  private static TrainingVolume box(Axis axis) {
    byte[] voxels = new byte[SIDE * HEIGHT * SLICES];
    short[] labels = new short[voxels.length];
    for (int i = 0; i < voxels.length; i++) {
      int x = i % SIDE;
      int row = i / SIDE;
      int y = row % HEIGHT;
      int z = row / HEIGHT;
      boolean inside = x > 8 && x < 30 + z && y > 5 && y < 26;
      labels[i] = (short) (inside ? 1 : 0);
      voxels[i] = (byte) ((inside ? 100 : 20) + (x + y) % 10);
    }
    Volume image =
        Volume.ofUnsignedBytes(voxels, SIDE, HEIGHT, SLICES, Geometry.ofSpacing(1, 1, 3));
    return TrainingVolume.of("box", new LabelledVolume(image, axis, labels, new short[2], 0));
  }

  private static Target target(TrainingVolume volume, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int tries = 0; tries < 100; tries++) {
      Target target = Target.draw(volume, random);
      if (target != null) {
        return target;
      }
    }
    throw new AssertionError("no target, seed " + seed);
  }

  private static float[] read(Scene scene, int slice) {
    float[] values = new float[scene.width() * scene.height()];
    scene.reader().read(slice, values);
    return values;
  }

  private static void requireBrightInside(float[] values, SliceMask mask, String what) {
    float[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    float middle = 0.5f * (sorted[0] + sorted[sorted.length - 1]);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i] > middle).as(what).isEqualTo(mask.contains(i));
    }
  }

  @Test
  void withoutChangesTheReaderSeesTheVolume() {
    TrainingVolume volume = box(Axis.Z);
    Target target = target(volume, 1);
    Scene scene = new Scene(target, AppearanceSettings.none(), 4, new SplittableRandom(1));
    float[] expected = new float[SIDE * HEIGHT];
    volume.image().readSlice(Axis.Z, 4, expected);
    float[] seen = read(scene, 4);
    float shift = seen[0] - expected[0];
    for (int i = 0; i < seen.length; i++) {
      assertThat(seen[i] - shift).isCloseTo(expected[i], within(0.01f));
    }
    assertThat(scene.mask(4)).isEqualTo(target.mask(4));
  }

  /** Turned or mirrored, along every axis: what is bright is what the mask says. */
  @Test
  void imageAndMaskAreTurnedAlike() {
    AppearanceSettings turned = AppearanceSettings.none();
    turned.turned = 1;
    for (Axis axis : Axis.values()) {
      TrainingVolume volume = box(axis);
      for (long seed = 0; seed < 16; seed++) {
        Target target = target(volume, seed);
        int slice = target.drawSlice(Target.LEAST_AREA, new SplittableRandom(seed));
        Scene scene = new Scene(target, turned, slice, new SplittableRandom(seed));
        float[] values = read(scene, slice);
        SliceMask mask = scene.mask(slice);
        assertThat(mask.area()).isEqualTo(target.area(slice));
        requireBrightInside(values, mask, "axis " + axis + " seed " + seed);
      }
    }
  }

  private static final Map<String, ObjDoubleConsumer<AppearanceSettings>> CHANGES = new HashMap<>();

  static {
    CHANGES.put("gamma", (settings, p) -> settings.gamma = p);
    CHANGES.put("inverted", (settings, p) -> settings.inverted = p);
    CHANGES.put("curve", (settings, p) -> settings.curve = p);
    CHANGES.put("bias", (settings, p) -> settings.bias = p);
    CHANGES.put("gain", (settings, p) -> settings.gain = p);
    CHANGES.put("noise", (settings, p) -> settings.noise = p);
    CHANGES.put("grain", (settings, p) -> settings.grain = p);
    CHANGES.put("speckle", (settings, p) -> settings.speckle = p);
    CHANGES.put("blur", (settings, p) -> settings.blur = p);
    CHANGES.put("sharpened", (settings, p) -> settings.sharpened = p);
    CHANGES.put("ringing", (settings, p) -> settings.ringing = p);
    CHANGES.put("coarse", (settings, p) -> settings.coarse = p);
    CHANGES.put("stretched", (settings, p) -> settings.stretched = p);
    CHANGES.put("thick", (settings, p) -> settings.thick = p);
    CHANGES.put("padding", (settings, p) -> settings.padding = p);
    CHANGES.put("cropped", (settings, p) -> settings.cropped = p);
  }

  /** Each change can be had alone, does something, follows from the seed and gives numbers. */
  @Test
  void everyChangeCanBeSwitchedOnAloneAndFollowsFromTheSeed() {
    TrainingVolume volume = box(Axis.Z);
    float[] before =
        read(
            new Scene(target(volume, 1), AppearanceSettings.none(), 4, new SplittableRandom(1)), 4);
    CHANGES.forEach(
        (name, change) -> {
          AppearanceSettings settings = AppearanceSettings.none();
          change.accept(settings, 1);
          int changed = 0;
          for (long seed = 0; seed < 8; seed++) {
            Target target = target(volume, 1);
            float[] values = read(new Scene(target, settings, 4, new SplittableRandom(seed)), 4);
            float[] again = read(new Scene(target, settings, 4, new SplittableRandom(seed)), 4);
            assertThat(again).as(name).isEqualTo(values);
            for (float value : values) {
              assertThat(Float.isFinite(value)).as(name).isTrue();
            }
            changed += java.util.Arrays.equals(values, before) ? 0 : 1;
          }
          assertThat(changed).as("%s, of 8 seeds", name).isGreaterThan(4);
        });
  }

  @Test
  void aFieldOfViewHidesLittleOfTheObjectAndWhatItHidesIsNotAskedFor() {
    AppearanceSettings padded = AppearanceSettings.none();
    padded.padding = 1;
    TrainingVolume volume = box(Axis.Z);
    int clipped = 0;
    for (long seed = 0; seed < 60; seed++) {
      Target target = target(volume, seed);
      Scene scene = new Scene(target, padded, 9, new SplittableRandom(seed));
      int area = scene.mask(9).area();
      assertThat(area).isBetween((int) (0.89 * target.area(9)), target.area(9));
      clipped += area < target.area(9) ? 1 : 0;
    }
    assertThat(clipped).isPositive();
  }

  /** What is left of the image shows the whole object, and what is bright in it is the mask. */
  @Test
  void aCroppedImageShowsTheWholeObject() {
    AppearanceSettings cropped = AppearanceSettings.none();
    cropped.cropped = 1;
    cropped.turned = 1;
    for (Axis axis : Axis.values()) {
      TrainingVolume volume = box(axis);
      int smaller = 0;
      for (long seed = 0; seed < 16; seed++) {
        Target target = target(volume, seed);
        int slice = target.drawSlice(Target.LEAST_AREA, new SplittableRandom(seed));
        Scene scene = new Scene(target, cropped, slice, new SplittableRandom(seed));
        SliceReader reader = scene.reader();
        float[] values = read(scene, slice);
        SliceMask mask = scene.mask(slice);
        assertThat(mask.area()).isEqualTo(target.area(slice));
        assertThat(mask.width()).isEqualTo(reader.sizeU());
        assertThat(mask.height()).isEqualTo(reader.sizeV());
        requireBrightInside(values, mask, "axis " + axis + " seed " + seed);
        SliceMask whole = target.mask(slice);
        smaller += values.length < whole.width() * whole.height() ? 1 : 0;
      }
      assertThat(smaller).as("cropped of 16 along %s", axis).isGreaterThan(12);
    }
  }

  /** A shape of one volume becomes the object of another, with a border of its own. */
  @Test
  void shapesArePastedWithIntensitiesOfTheirOwn() {
    TrainingVolume shapes = box(Axis.Z);
    byte[] voxels = new byte[SIDE * SIDE * 14];
    SplittableRandom noise = new SplittableRandom(5);
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = (byte) (90 + noise.nextInt(16));
    }
    Volume image = Volume.ofUnsignedBytes(voxels, SIDE, SIDE, 14, Geometry.ofSpacing(0.7, 0.7, 2));
    TrainingVolume ground =
        TrainingVolume.of(
            "ground", new LabelledVolume(image, Axis.Z, new short[voxels.length], new short[1], 0));
    TrainingVolume volume = ground.withShapes(ShapeChoice.of(shapes));
    int seen = 0;
    for (long seed = 0; seed < 40; seed++) {
      Target target = target(volume, seed);
      int slice = target.drawSlice(Target.LEAST_AREA, new SplittableRandom(seed));
      SliceMask mask = target.mask(slice);
      assertThat(mask.area()).as("seed %d", seed).isEqualTo(target.area(slice));
      assertThat(mask.bounds()).isEqualTo(target.bounds(slice));
      Scene scene = new Scene(target, AppearanceSettings.none(), slice, new SplittableRandom(seed));
      float[] values = read(scene, slice);
      double inside = 0;
      double outside = 0;
      for (int i = 0; i < values.length; i++) {
        inside += mask.contains(i) ? values[i] / mask.area() : 0;
        outside += mask.contains(i) ? 0 : values[i] / (double) (values.length - mask.area());
      }
      seen += Math.abs(inside - outside) > 1 ? 1 : 0;
    }
    assertThat(seen).as("objects of 40 that differ from the ground").isGreaterThan(30);
  }
}
