package org.mem3d.backend.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/**
 * Weights under training, by name: leaf tensors in float32 that gather gradients, but for the batch
 * norms' means and variances ({@code .running_mean}, {@code .running_var}), which gather none.
 * Several {@link TrainableGraph}s may share one set. Owns its tensors; one thread at a time.
 */
public final class ParameterSet implements AutoCloseable {
  private final TorchDevice device;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /**
   * Copies weights, all of them, to a device.
   *
   * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws org.mem3d.spi.BackendException if there is no such device
   */
  public ParameterSet(Weights weights, String device) {
    this.device = TorchDevice.open(device);
    for (String name : weights.names()) {
      Shape shape = weights.shape(name);
      Tensor tensor = this.device.of(shape, weights.values(name), DType.F32);
      if (isTrained(name)) {
        tensor.set_requires_grad(true);
      }
      tensors.put(name, tensor);
      shapes.put(name, shape);
    }
  }

  /** Returns whether a tensor of that name gathers gradients. */
  public static boolean isTrained(String name) {
    return !name.endsWith(".running_mean") && !name.endsWith(".running_var");
  }

  /** Returns all names, in the order of the weights. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** Returns the names of the tensors that gather gradients, in order. */
  public List<String> trained() {
    return tensors.keySet().stream().filter(ParameterSet::isTrained).toList();
  }

  /**
   * Returns a tensor; it stays this set's own and may be changed in place without gradients.
   *
   * @throws GraphException if there is none of that name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new GraphException("there is no weight '" + name + "' under training");
    }
    return tensor;
  }

  /** Returns the shape of a tensor. */
  public Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new GraphException("there is no weight '" + name + "' under training");
    }
    return shape;
  }

  /** Returns a copy of a tensor's values, row by row. */
  public float[] values(String name) {
    return read(tensor(name));
  }

  /** Replaces a tensor's values, row by row, as many as it has. */
  @SuppressWarnings("try")
  public void setValues(String name, float[] values) {
    Shape shape = shape(name);
    if (values.length != shape.elements()) {
      throw new GraphException(values.length + " values for '" + name + "' of " + shape);
    }
    try (PointerScope scope = new PointerScope()) {
      tensor(name).detach().copy_(TorchDevice.onHost(shape, values));
    }
  }

  /**
   * Returns a tensor on the set's device, images channels-last, without gradients; the caller (or
   * its scope) closes it.
   */
  public Tensor constant(Shape shape, float[] values) {
    Tensor made = device.of(shape, values, DType.F32);
    return Scopes.handOver(made);
  }

  /** Returns a copy of a tensor's values in float32, row by row. */
  @SuppressWarnings("try")
  public static float[] read(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor host =
          tensor
              .detach()
              .cpu()
              .to(org.bytedeco.pytorch.global.torch.ScalarType.Float)
              .contiguous(MemoryFormat.Contiguous);
      float[] values = new float[(int) host.numel()];
      host.data_ptr_float().get(values);
      return values;
    }
  }

  /** Releases all tensors. Harmless when repeated. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }
}
