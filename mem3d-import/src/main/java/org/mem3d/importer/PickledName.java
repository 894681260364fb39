package org.mem3d.importer;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;

/**
 * A Python name that a pickle may mention: the fixed list of what checkpoints need. A name is data
 * here; nothing of that name is looked up or run.
 *
 * @param module as in {@code torch._utils}
 * @param name as in {@code _rebuild_tensor_v2}
 * @param meaning what is made of it
 */
record PickledName(String module, String name, Meaning meaning) {
  /** What is made where a name is called. */
  enum Meaning {
    /** An empty map. */
    ORDERED_MAP,
    /** A tensor on a storage. */
    TENSOR,
    /** The tensor inside a parameter. */
    PARAMETER,
    /** The type of a storage; not called. */
    STORAGE,
    /** A number or type of NumPy, as training scripts keep beside the weights: left unread. */
    IGNORED
  }

  private static final Set<String> IGNORED =
      Set.of(
          "numpy.dtype",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "_codecs.encode",
          "torch.Size",
          "torch.device");

  /**
   * Returns a name of the list.
   *
   * @throws ModelException if it is not on it; the message tells the name
   */
  static PickledName of(String module, String name, String source) {
    Meaning meaning = meaning(module, name);
    if (meaning == null) {
      throw new ModelException(
          source
              + " asks for the Python object '"
              + module
              + "."
              + name
              + "', which weights do not need: refused, and nothing was run; if you trust the file,"
              + " save its state_dict alone and import that");
    }
    return new PickledName(module, name, meaning);
  }

  private static @Nullable Meaning meaning(String module, String name) {
    String full = module + "." + name;
    if (full.equals("collections.OrderedDict")) {
      return Meaning.ORDERED_MAP;
    }
    if (full.equals("torch._utils._rebuild_tensor_v2")
        || full.equals("torch._utils._rebuild_tensor")) {
      return Meaning.TENSOR;
    }
    if (full.equals("torch._utils._rebuild_parameter")) {
      return Meaning.PARAMETER;
    }
    if (module.equals("torch") && StorageType.named(name) != null) {
      return Meaning.STORAGE;
    }
    return IGNORED.contains(full) ? Meaning.IGNORED : null;
  }
}
