package org.mem3d.core.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;

/**
 * A program that works on a session without end and has it saved as often as can be, to be killed
 * ({@link KilledProcessTest}). It goes on with what it finds, and says how many calls were in the
 * file whenever one was written.
 */
final class AutosavingProcess {
  private static final int MOST_REFUSED = 1_000_000;

  private AutosavingProcess() {}

  /**
   * Works.
   *
   * @param arguments the file
   */
  public static void main(String... arguments) {
    Path file = Path.of(arguments[0]);
    Volume volume = RandomSessionTest.volume();
    CoreEngine engine = QuickNetworks.engine(EngineSettings.DEFAULT);
    SegmentationSession session =
        Files.exists(file) ? engine.restore(file, volume) : engine.newSession(volume);
    session.addListener(
        new SegmentationListener() {
          @Override
          public void saved(Path written) {
            System.out.println("saved " + engine.inspect(written).steps());
          }

          @Override
          public void saveFailed(Path failed, Mem3dException error) {
            System.out.println("failed " + error);
          }
        });
    session.autosave(file, Duration.ofNanos(1));
    RandomSteps steps = new RandomSteps(new SplittableRandom(), volume);
    int refused = 0;
    while (true) {
      try {
        steps.next(session).call().run();
      } catch (Mem3dException | IllegalStateException e) {
        refused++;
      }
      if (refused > MOST_REFUSED) {
        throw new IllegalStateException("all is refused");
      }
    }
  }
}
