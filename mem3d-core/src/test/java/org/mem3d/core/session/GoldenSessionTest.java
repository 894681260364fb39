package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.Axis;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionStep;
import org.mem3d.Volume;
import org.mem3d.runtime.digest.Sha256;

/**
 * Files of sessions of each version of the format stay readable. They are {@link WorkedSession} on
 * the reference backend, made once by {@code GoldenSessionTest.main} of their version, and never
 * again.
 */
@ExtendWith(SharedEngine.class)
class GoldenSessionTest {
  @TempDir private Path folder;

  private static String name(int version, PropagationPlan plan) {
    return "session-" + version + "-" + plan.name().toLowerCase(java.util.Locale.ROOT) + ".mem3d";
  }

  /** Returns what stands for all that is seen of a session. */
  private static String digest(SegmentationSession session) {
    MessageDigest digest = Sha256.digest();
    digest.update(session.mask().toByteArray());
    for (SegmentationObject object : session.objects()) {
      digest.update(object.toString().getBytes(java.nio.charset.StandardCharsets.UTF_16BE));
      Volume probability = session.probability(object.label());
      float[] slice = new float[probability.sliceSize(Axis.Z)];
      for (int z = 0; z < probability.sizeZ(); z++) {
        probability.readSlice(Axis.Z, z, slice);
        ByteBuffer bytes = ByteBuffer.allocate(4 * slice.length);
        bytes.asFloatBuffer().put(slice);
        digest.update(bytes);
      }
    }
    return Sha256.hex(digest);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ENSEMBLE, 02efb6e83fddf7674e4b364560e9a4d726c24d008e408583ade317f62f931011, e738e34bbe061c49c6992aafd03979d7e327eae01217eeb2cd15e3769b54272e",
    "1, BISECTION, c8cc84b9a1209d96d11c109824af9ce618dd2090aaaec9d49f9e4446488315b6, 9dcfc5806ffe16ac8579bf676a83ead380620aa6cc3904638b832004b6d9f97d",
  })
  void aFileOfAVersionIsRead(
      int version, PropagationPlan plan, String now, String back, SegmentationEngine engine)
      throws IOException {
    Path file = folder.resolve("session");
    try (InputStream in = GoldenSessionTest.class.getResourceAsStream(name(version, plan))) {
      assertThat(in).as(name(version, plan)).isNotNull();
      Files.write(file, in.readAllBytes());
    }
    try (SegmentationSession session = engine.restore(file, Phantom.pair().volume())) {
      assertThat(digest(session)).isEqualTo(now);
      assertThat(session.history().done()).hasSize(26);
      assertThat(session.history().undone())
          .extracting(SessionStep::name)
          .containsExactly("propagate");
      assertThat(session.history().checkpoints()).containsExactly("begun", "later");
      assertThat(session.marks(2)).hasSize(1);
      session.restore("later");
      assertThat(digest(session)).isEqualTo(back);
      session.undo();
      while (session.canUndo()) {
        session.undo();
      }
      assertThat(session.objects()).isEmpty();
      session.save(folder.resolve("again"));
    }
  }

  /**
   * Makes the files of this version.
   *
   * @param arguments the folder
   */
  public static void main(String... arguments) {
    for (PropagationPlan plan :
        new PropagationPlan[] {PropagationPlan.ENSEMBLE, PropagationPlan.BISECTION}) {
      try (SegmentationEngine engine =
              SegmentationEngine.builder()
                  .backend("reference")
                  .settings(PropagationSettings.DEFAULT.withPlan(plan))
                  .open();
          SegmentationSession session = WorkedSession.on(engine)) {
        session.save(Path.of(arguments[0]).resolve(name(Manifest.VERSION, plan)));
        System.out.println(
            plan + " now " + digest(session) + " of " + session.history().done().size());
        session.restore("later");
        System.out.println(plan + " later " + digest(session));
      }
    }
  }
}
