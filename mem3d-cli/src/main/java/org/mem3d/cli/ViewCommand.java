package org.mem3d.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.viewer.Viewer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Opens a window to mark objects in. */
@Command(
    name = "view",
    description = {
      "Opens a window: mark an object with the mouse, carry it through the volume, mend it.",
      "The key ? shows all keys."
    })
final class ViewCommand implements Callable<Integer> {
  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..1",
      description = "The volume to open: NIfTI, NRRD, MetaImage, or a folder of DICOM slices.")
  private @Nullable Path image;

  @Override
  public Integer call() throws InterruptedException {
    Viewer.run(engineOptions::open, image);
    return 0;
  }
}
