package org.mem3d.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.file.FileRoles;
import org.mem3d.io.Montage;
import org.mem3d.io.SliceOverlay;
import org.mem3d.io.mesh.MeshFile;
import org.mem3d.io.mesh.SurfaceMesh;
import org.mem3d.io.mesh.SurfaceNets;
import picocli.CommandLine.Option;

/** What is written to be looked at: surfaces, three planes, a film. */
final class ShownOptions {
  /** So that every voxel is looked at. */
  private static final int MOST_CELLS = 1 << 20;

  @Option(
      names = "--mesh",
      converter = FileNames.class,
      paramLabel = "FILE",
      description = "Write the objects' surfaces in millimetres: .ply, .stl or .obj.")
  private @Nullable Path mesh;

  @Option(
      names = "--mesh-smoothing",
      paramLabel = "N",
      description =
          "How often surfaces are smoothed, which keeps their volume; 0 for voxels' steps (default"
              + " ${DEFAULT-VALUE}).")
  private int smoothings = SurfaceNets.SMOOTHINGS;

  @Option(
      names = "--planes",
      converter = FileNames.class,
      paramLabel = "FILE.png",
      description = "Write a picture of the three planes through the middle of the objects.")
  private @Nullable Path planes;

  @Option(
      names = "--film",
      converter = FileNames.class,
      paramLabel = "FILE.gif",
      description = "Write a film of the propagation, slice after slice.")
  private @Nullable Path film;

  private final PropagationFilm steps = new PropagationFilm();
  private @Nullable Mask before;

  /**
   * Adds the files to those of the command.
   *
   * @throws Mem3dException if a name does not end as it must
   */
  void addTo(FileRoles files) {
    if (mesh != null && !MeshFile.isName(mesh)) {
      throw new Mem3dException("--mesh " + mesh + " must end in .ply, .stl or .obj");
    }
    require("--planes", planes, ".png");
    require("--film", film, ".gif");
    files.writes("--mesh", mesh).writes("--planes", planes).writes("--film", film);
  }

  private static void require(String option, @Nullable Path file, String ending) {
    if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw new Mem3dException(option + " " + file + " must end in " + ending);
    }
  }

  /** Called when marks are made and the propagation begins. */
  void begin(SegmentationSession session) {
    if (film != null) {
      before = session.mask();
      session.addListener(steps);
    }
  }

  /** Writes what was asked for. */
  void write(SegmentationSession session, Mask mask, List<Interaction> marks) {
    if (mesh != null) {
      List<SurfaceMesh> surfaces = new ArrayList<>();
      for (SegmentationObject object : session.objects()) {
        SurfaceNets.of(mask, object.label(), MOST_CELLS, smoothings).ifPresent(surfaces::add);
      }
      MeshFile.write(mesh, surfaces, label -> session.object(label).rgb());
    }
    if (planes != null) {
      int[] at = PropagationFilm.centre(mask);
      Montage.ofPlanes(
              SliceOverlay.of(session.volume())
                  .withScale(2 * PropagationFilm.scale(session.volume()))
                  .withMask(mask)
                  .withMarks(marks),
              at[0],
              at[1],
              at[2])
          .write(planes);
    }
    if (film != null && before != null) {
      steps.write(film, session.volume(), before, mask);
    }
  }
}
