package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.InteractionException;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.Volume;

/**
 * No order of calls breaks a session: calls drawn by lot, after each of which all is checked that
 * must be true ({@link SessionModel}). {@code -Dmem3d.steps=100000} makes it long.
 */
class RandomSessionTest {
  private static final int STEPS = Integer.getInteger("mem3d.steps", 900);
  private static final int STEPS_OF_A_SESSION = 150;

  @TempDir private Path folder;

  private int refused;

  static Volume volume() {
    SplittableRandom noise = new SplittableRandom(5);
    float[] voxels = new float[20 * 16 * 5];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = 50 + (i % 20 > 6 ? 60 : 0) + noise.nextInt(20);
    }
    return Volume.ofFloats(voxels, 20, 16, 5, Geometry.ofSpacing(1, 1, 2));
  }

  @Test
  void noOrderOfCallsBreaksASession() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("random sessions: -Dmem3d.seed=" + seed + " -Dmem3d.steps=" + STEPS);
    SplittableRandom random = new SplittableRandom(seed);
    int sessions = Math.max(1, STEPS / STEPS_OF_A_SESSION);
    for (int i = 0; i < sessions; i++) {
      play(new SplittableRandom(random.nextLong()), i);
      if (i % 20 == 19) {
        System.out.println((i + 1) * STEPS_OF_A_SESSION + " steps, refused " + refused);
      }
    }
    assertThat(refused).as("some calls are bad").isPositive();
  }

  private void play(SplittableRandom random, int number) {
    PropagationPlan[] plans = PropagationPlan.values();
    boolean limited = random.nextInt(4) == 0;
    EngineSettings settings =
        EngineSettings.DEFAULT
            .withPropagation(
                PropagationSettings.DEFAULT
                    .withPlan(plans[random.nextInt(plans.length)])
                    .withRefine(random.nextBoolean()))
            .withCacheBytes(1 << 22)
            .withHistoryBytes(limited ? 20_000 : 1L << 30);
    Volume volume = volume();
    RandomSteps steps = new RandomSteps(random, volume);
    try (CoreEngine engine = QuickNetworks.engine(settings);
        SessionModel model = new SessionModel(engine, volume)) {
      int step = 0;
      RandomSteps.Step next = null;
      try {
        for (; step < STEPS_OF_A_SESSION; step++) {
          int lot = random.nextInt(100);
          if (lot == 0) {
            next = new RandomSteps.Step("save and restore", () -> {});
            model.saveAndRestore(folder.resolve("session"));
          } else if (lot == 1) {
            next = new RandomSteps.Step("disturb", () -> {});
            model.disturb(random.nextInt(5), random.nextBoolean());
          } else {
            next = drawn(steps, model);
            refused += model.take(next) ? 0 : 1;
          }
        }
        if (!limited) {
          next = new RandomSteps.Step("replay", () -> {});
          model.replay(folder.resolve("session"));
        }
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "session "
                + number
                + ", step "
                + step
                + ", "
                + next
                + " with "
                + settings
                + ":\n"
                + String.join("\n", model.lastCalls())
                + "\n"
                + e,
            e);
      }
    }
  }

  /** Returns a call; marks that cannot even be made are drawn anew. */
  private static RandomSteps.Step drawn(RandomSteps steps, SessionModel model) {
    while (true) {
      try {
        return steps.next(model.session());
      } catch (InteractionException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
