package org.mem3d;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.mem3d.spi.BackendStatus;
import org.mem3d.spi.EngineProvider;

/**
 * Weights and a compute backend, ready to open sessions. Costly to open, cheap to share:
 * thread-safe, and meant to live as long as the program.
 *
 * <pre>{@code
 * try (SegmentationEngine engine = SegmentationEngine.open();
 *      SegmentationSession session = engine.newSession(volume)) {
 *   int tumour = session.addObject("tumour");
 *   session.interact(Interaction.scribble(tumour, Axis.Z, 42, 118, 96, 121, 99, 130, 101));
 *   session.propagate();
 *   Mask mask = session.mask();
 * }
 * }</pre>
 */
public interface SegmentationEngine extends AutoCloseable {
  /**
   * Opens an engine with the default weights on the fastest available backend.
   *
   * @throws ModelException if no weights are on the class path
   * @throws org.mem3d.spi.BackendException if the chosen backend cannot be opened
   */
  static SegmentationEngine open() {
    return builder().open();
  }

  /**
   * Returns a builder for other weights or another backend.
   *
   * @throws Mem3dException if {@code mem3d-core} is not on the class path
   */
  static Builder builder() {
    return ServiceLoader.load(EngineProvider.class, SegmentationEngine.class.getClassLoader())
        .findFirst()
        .or(() -> ServiceLoader.load(EngineProvider.class).findFirst())
        .orElseThrow(
            () ->
                new Mem3dException(
                    "no engine on the class path: add the dependency org.mem3d:mem3d-core"))
        .newBuilder();
  }

  /**
   * Opens a session on a volume, to be closed by the caller before the engine.
   *
   * @throws IllegalStateException if the engine is closed
   * @throws VolumeException if the volume has no voxels, or more than a mask's array can hold,
   *     2147483639
   */
  SegmentationSession newSession(Volume volume);

  /**
   * Opens a session as it was when it was saved: the same masks, probabilities, marks, history and
   * checkpoints, to the byte. Computes nothing, but reads the volume once for its hash. The session
   * goes on with this engine's weights, backend and settings, whatever they were before; {@link
   * #inspect} tells where they differ. What other weights or settings answered is not taken over
   * into later propagations; masks stay.
   *
   * @param file as {@link SegmentationSession#save} wrote it
   * @param volume the one that the session is of
   * @throws SessionFileException if the file cannot be read, is damaged or of a newer version, or
   *     the volume is another one
   * @throws VolumeException as {@link #newSession}, or if the volume cannot be read
   */
  SegmentationSession restore(Path file, Volume volume);

  /**
   * Opens a session and takes all calls of a saved one's log again, computing all of it anew: on
   * the same backend, with the same weights and settings, it comes to the same bytes.
   *
   * @throws SessionFileException as {@link #restore}, and if a call is refused now
   * @throws VolumeException as {@link #restore}
   */
  SegmentationSession replay(Path file, Volume volume);

  /**
   * Reads what a saved session says of itself, so that its volume can be found and opened.
   *
   * @throws SessionFileException if the file cannot be read, is no session, or is of a newer
   *     version; its masks are not looked at
   */
  SavedSession inspect(Path file);

  /** Returns the name of the backend in use. */
  String backendName();

  /** Returns the precision in use: never {@link Precision#AUTO}. */
  Precision precision();

  /**
   * Returns what masks depend on besides volume and steps, as one SHA-256 in hexadecimal digits:
   * the weights of both networks, settings and profile, backend with its version, precision. Two
   * engines with the same fingerprint give the same bytes.
   */
  String fingerprint();

  /**
   * Returns the bytes outside Java's heap that the engine holds now: weights, working memory,
   * memory banks and cached features. Memory of the backend's own library is not in it.
   */
  long offHeapBytes();

  /**
   * Returns the bytes copied to and from the devices of all backends that this engine has used
   * since it was opened: weights, slices, marks and masks in, probabilities and predicted Dice out.
   * The difference of two answers tells what a step copied, if no other session works meanwhile.
   * {@link Transfers#NONE} where the networks compute in main memory and the backend does not count
   * its copies there.
   */
  Transfers transfers();

  /**
   * Computes a mark and a propagation on a small made-up volume, so that the user's first ones find
   * everything loaded and compiled. Meant for a thread in the background while a volume is opened;
   * sessions can be used meanwhile. No result depends on it.
   *
   * @throws IllegalStateException if the engine is closed
   */
  void warmUp();

  /** Returns backend, device, versions, weights, memory and copied bytes in lines for a person. */
  String describe();

  /**
   * Releases the backend. Harmless when repeated; sessions that are still open throw {@link
   * IllegalStateException} when used. A propagation that is running ends so at its next slice, and
   * only then is the backend released.
   */
  @Override
  void close();

  /** Settings of an engine; each method returns this builder. Not thread-safe. */
  interface Builder {
    /**
     * Chooses the backend by name. Without it the system property {@code mem3d.backend}, then the
     * environment variable {@code MEM3D_BACKEND}, then the highest available priority decides.
     */
    Builder backend(String name);

    /**
     * Chooses the backend by name, with properties of its own, such as {@code device=cuda:1} for
     * {@code torch}; each backend's are in docs/backends.md. They are for this backend alone: one
     * that takes its place when its device fails is opened without.
     *
     * <p>{@link #open} throws a {@link org.mem3d.spi.BackendException} if the backend does not take
     * such a property or value.
     */
    Builder backend(String name, Map<String, String> properties);

    /**
     * Asks every backend on the class path whether it works here, as a settings dialog lists them;
     * the one of highest priority first, which is the automatic choice if it is available. Opens
     * none, but may load natives.
     */
    List<BackendStatus> backends();

    /**
     * Limits the threads that compute for one caller, the calling thread included; 0, the default,
     * means all cores. With 1 everything around the networks runs on the calling thread, and the
     * backend computes with one thread. Sessions that work at the same time share the others.
     *
     * @throws Mem3dException if negative
     */
    Builder threads(int threads);

    /**
     * Takes weights from a safetensors file of one network (the other network keeps the default
     * ones), or from a directory with {@code interaction.safetensors} and {@code
     * propagation.safetensors}.
     */
    Builder model(Path fileOrDirectory);

    /**
     * Says how a published memory network is used; {@link Profile#OFFICIAL_CODE} without it. For
     * weights of the default networks it must not be set.
     */
    Builder profile(Profile profile);

    /** Finds backends and default weights through this class loader, not the API's own. */
    Builder classLoader(ClassLoader loader);

    /**
     * Chooses the number format of convolutions and products; {@link Precision#AUTO} without it.
     */
    Builder precision(Precision precision);

    /**
     * Limits the memory for features and memories of slices that are kept from round to round; 256
     * MiB without it, 0 keeps none. What does not fit is computed anew. Sessions that propagate at
     * the same time have so much each.
     *
     * @throws Mem3dException if negative
     */
    Builder cacheBytes(long bytes);

    /**
     * Limits what a session holds so that steps can be undone: 512 MiB without it. Beyond, the
     * oldest steps are forgotten and cannot be undone any more. The last one always can, and
     * checkpoints are never forgotten. See {@link SessionHistory#bytes}.
     *
     * @throws Mem3dException if negative
     */
    Builder historyBytes(long bytes);

    /** Sets how slices are carried and suggested. */
    Builder settings(PropagationSettings settings);

    /**
     * Opens the engine.
     *
     * @throws ModelException if weights are missing or do not fit; the message names the tensors
     * @throws org.mem3d.spi.BackendException if a backend that was named cannot be opened, or the
     *     precision that was named is not to be had on it
     */
    SegmentationEngine open();
  }
}
