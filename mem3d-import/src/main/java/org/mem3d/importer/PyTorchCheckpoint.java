package org.mem3d.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mem3d.ModelException;
import org.mem3d.file.FileContent;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.importer.StoredTensor.Storage;

/**
 * The state dict of a PyTorch file, zip or legacy serialisation: the file's root itself, or what it
 * holds under {@code state_dict}. A leading {@code module.} of names is dropped. Tensors of any
 * number format become float32 when they are asked for; scalars get the shape of one element.
 *
 * <p>Opening reads the file's description alone, checks that every tensor lies inside its storage,
 * and runs nothing. One thread at a time.
 */
public final class PyTorchCheckpoint implements Weights, AutoCloseable {
  private static final String PREFIX = "module.";

  private final String source;
  private final StorageFile storages;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private PyTorchCheckpoint(String source, StorageFile storages) {
    this.source = source;
    this.storages = storages;
  }

  /**
   * Opens a file, which must not change while this is open.
   *
   * @throws ModelException if it cannot be read, is damaged or no checkpoint, or asks for a Python
   *     object that weights do not need
   */
  public static PyTorchCheckpoint open(Path file) {
    try {
      // It is opened twice, and read from any place.
      if (Files.exists(file) && !Files.isDirectory(file) && !FileContent.isOnDisk(file)) {
        throw new ModelException(file + " is no file on a disk: copy it to one");
      }
      return isZip(file) ? openZip(file) : openLegacy(file);
    } catch (NoSuchFileException e) {
      throw new ModelException("no file " + file + ": check the path of the checkpoint", e);
    } catch (IOException | IllegalArgumentException e) {
      String kind =
          Files.isDirectory(file)
              ? " is a directory"
              : " is cut short or damaged: " + e.getMessage();
      throw new ModelException(file + kind, e);
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }

  private static PyTorchCheckpoint openZip(Path file) throws IOException {
    ZipStorages storages = ZipStorages.open(file);
    try {
      return new PyTorchCheckpoint(file.toString(), storages).index(storages.pickle());
    } catch (IOException | RuntimeException e) {
      storages.close();
      throw e;
    }
  }

  private static PyTorchCheckpoint openLegacy(Path file) throws IOException {
    LegacyStorages storages = LegacyStorages.open(file);
    try {
      return new PyTorchCheckpoint(file.toString(), storages).index(storages.pickle());
    } catch (RuntimeException e) {
      storages.close();
      throw e;
    }
  }

  private PyTorchCheckpoint index(Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      throw new ModelException(
          source + " holds no state dict: save one with torch.save(net.state_dict(), file)");
    }
    Map<?, ?> state = map.get("state_dict") instanceof Map<?, ?> inner ? inner : map;
    for (Map.Entry<?, ?> entry : state.entrySet()) {
      if (!(entry.getKey() instanceof String key)
          || !(entry.getValue() instanceof StoredTensor tensor)) {
        throw new ModelException(
            source + ": entry '" + entry.getKey() + "' of its state dict is not a named tensor");
      }
      String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
      if (tensors.put(name, tensor) != null) {
        throw new ModelException(
            source + " holds '" + name + "' twice, with and without " + PREFIX);
      }
      shapes.put(name, shapeOf(name, tensor));
    }
    return this;
  }

  /** Checks that a tensor lies inside its storage, and the storage inside the file. */
  private Shape shapeOf(String name, StoredTensor tensor) {
    Storage storage = tensor.storage();
    try {
      int[] dims = tensor.size().stream().mapToInt(Math::toIntExact).toArray();
      Shape shape = dims.length == 0 ? Shape.of(1) : Shape.of(dims);
      long last = tensor.offset();
      for (int i = 0; i < dims.length; i++) {
        long stride = tensor.stride().get(i);
        last = Math.addExact(last, Math.multiplyExact((long) dims[i] - 1, stride));
        if (stride < 0) {
          throw outside(name, tensor);
        }
      }
      long end = Math.addExact(storage.begin(), storage.elements());
      long bytes = storages.size(storage.key());
      boolean inside =
          tensor.offset() >= 0
              && storage.begin() >= 0
              && last < storage.elements()
              && Math.multiplyExact(end, storage.type().bytes()) <= bytes
              // A stride of 0 repeats elements; more of them than the file has bytes is a trap.
              && shape.elements() <= bytes;
      if (!inside) {
        throw outside(name, tensor);
      }
      return shape;
    } catch (ArithmeticException e) {
      throw outside(name, tensor);
    } catch (GraphException e) {
      throw new ModelException(source + ": tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  private ModelException outside(String name, StoredTensor tensor) {
    return new ModelException(
        source
            + " is cut short or damaged: tensor '"
            + name
            + "' of size "
            + tensor.size()
            + ", strides "
            + tensor.stride()
            + " and offset "
            + tensor.offset()
            + " does not lie in its storage of "
            + tensor.storage().elements()
            + " elements");
  }

  /** Returns the file. */
  public String source() {
    return source;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new GraphException(source + " has no tensor '" + name + "'");
    }
    return shape;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ModelException if the file ends before the tensor does
   */
  @Override
  public float[] values(String name) {
    Shape shape = shape(name);
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new AssertionError(name);
    }
    int rank = tensor.size().size();
    long span = 1;
    for (int i = 0; i < rank; i++) {
      span += (tensor.size().get(i) - 1) * tensor.stride().get(i);
    }
    StorageType type = tensor.storage().type();
    long begin = (tensor.storage().begin() + tensor.offset()) * type.bytes();
    ByteBuffer data = ByteBuffer.wrap(read(name, tensor, begin, span * type.bytes()));
    data.order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[shape.elements()];
    int[] index = new int[rank];
    long at = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = type.decode(data, (int) at * type.bytes());
      for (int axis = rank - 1; axis >= 0; axis--) {
        long stride = tensor.stride().get(axis);
        at += stride;
        if (++index[axis] < tensor.size().get(axis)) {
          break;
        }
        at -= index[axis] * stride;
        index[axis] = 0;
      }
    }
    return values;
  }

  private byte[] read(String name, StoredTensor tensor, long begin, long bytes) {
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new ModelException(
          source + ": tensor '" + name + "' spans " + bytes + " bytes, over 2 GiB");
    }
    try {
      return storages.read(tensor.storage().key(), begin, (int) bytes);
    } catch (IOException e) {
      throw new ModelException(
          source + " is cut short or damaged: tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      storages.close();
    } catch (IOException e) {
      throw new ModelException(source + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
