package org.mem3d.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mem3d.train.cases.CaseFolder;
import org.mem3d.train.cases.MixedSource;
import org.mem3d.train.volume.VolumePool;
import org.mem3d.train.volume.VolumeSource;

/** Opens the volumes that settings name. Stateless. */
final class VolumeSources {
  /** A smaller share of made-up volumes is none. */
  private static final double LEAST_SHARE = 1e-6;

  private VolumeSources() {}

  /**
   * Opens them; real ones are prepared first if they are not in the cache.
   *
   * @param madeUp the folder where made-up ones are kept
   * @param step the step from which training goes on
   * @param progress is told what is prepared
   */
  static VolumeSource of(
      TrainSettings settings, Path madeUp, long step, Consumer<String> progress) {
    List<Double> shares = settings.dataShares();
    CaseFolder.Settings drawn = new CaseFolder.Settings(settings.setExponent, settings.labelShare);
    List<MixedSource.Share> folders = new ArrayList<>();
    double left = 1;
    for (int i = 0; i < settings.data.size(); i++) {
      CaseFolder folder =
          new CaseFolder(Path.of(settings.data.get(i)), Path.of(settings.cache), drawn, progress);
      folders.add(new MixedSource.Share(folder, shares.get(i)));
      left -= shares.get(i);
    }
    @Nullable VolumePool pool =
        left < LEAST_SHARE
            ? null
            : new VolumePool(
                settings.seed,
                madeUp,
                settings.pool,
                settings.firstPool,
                settings.volumesPerStep,
                step);
    return pool != null && folders.isEmpty()
        ? pool
        : new MixedSource(settings.seed, folders, settings.pastedShare, pool);
  }
}
