package org.mem3d.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;

/**
 * A server's work: one engine for the life of the program, and a session for each request, on the
 * thread that answers it.
 */
public final class ManyVolumes {
  private static final int THREADS = 2;

  private ManyVolumes() {}

  /**
   * Segments what lies in the middle of every volume of a folder.
   *
   * @param args the folder, and one for the masks, which have the names of the volumes
   * @throws IOException if a folder cannot be read or made
   * @throws ExecutionException if a volume cannot be segmented; its cause says why
   */
  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    Path out = Files.createDirectories(Path.of(args[1]));
    List<Path> volumes;
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      volumes = files.filter(Files::isRegularFile).sorted().toList();
    }
    ExecutorService requests = Executors.newFixedThreadPool(THREADS);
    // Where several requests are answered at once, each computes with its own thread alone.
    try (SegmentationEngine engine = SegmentationEngine.builder().threads(1).open()) {
      List<Future<String>> answers = new ArrayList<>();
      for (Path volume : volumes) {
        answers.add(requests.submit(() -> answer(engine, volume, out)));
      }
      for (Future<String> answer : answers) {
        System.out.println(answer.get());
      }
    } finally {
      requests.shutdownNow();
    }
  }

  private static String answer(SegmentationEngine engine, Path file, Path out) {
    Volume volume = Volumes.open(file);
    try (SegmentationSession session = engine.newSession(volume)) {
      int object = session.addObject("object");
      double u = (volume.sizeX() - 1) / 2.0;
      double v = (volume.sizeY() - 1) / 2.0;
      session.interact(Interaction.click(object, Axis.Z, volume.sizeZ() / 2, u, v));
      session.propagate();
      Volumes.write(out.resolve(file.getFileName()), session.mask());
      return file.getFileName() + ": " + session.mask().count(object) + " voxels";
    }
  }
}
