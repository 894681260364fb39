package org.mem3d.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plays a whole session in a window; skipped where there is no Xvfb. Pictures and what was said are
 * in target/played.
 */
@Tag("slow")
class PlayedSessionTest {
  @Test
  void aSessionByMouseAndKeys() throws IOException, InterruptedException {
    String said = DisplayedProgram.run(PlayedSession.class, DisplayedProgram.emptyFolder("played"));
    assertThat(said).contains("Dice after one slice", "longest event");
  }
}
