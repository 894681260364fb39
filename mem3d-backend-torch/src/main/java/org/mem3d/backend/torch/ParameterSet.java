package org.mem3d.backend.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/**
 * Weights under training, by name: leaf tensors in float32 that gather gradients, but for the batch
 * norms' means and variances ({@code .running_mean}, {@code .running_var}), which gather none. All
 * of them lie in one piece of memory ({@link ParameterLayout}). Several {@link TrainableGraph}s may
 * share one set. Owns its tensors; one thread at a time.
 */
public final class ParameterSet implements AutoCloseable {
  private final TorchDevice device;
  private final ParameterLayout layout;
  private final Tensor all;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private @Nullable Tensor gradients;

  /**
   * Copies weights, all of them, to a device.
   *
   * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws org.mem3d.spi.BackendException if there is no such device
   */
  public ParameterSet(Weights weights, String device) {
    this.device = TorchDevice.open(device);
    layout = new ParameterLayout(weights);
    float[] values = new float[layout.length()];
    for (String name : weights.names()) {
      layout.put(name, weights.values(name), values);
    }
    all = this.device.of(Shape.of(values.length), values, DType.F32);
    for (String name : weights.names()) {
      Tensor tensor = part(name, all);
      if (isTrained(name)) {
        tensor.set_requires_grad(true);
      }
      tensors.put(name, tensor);
    }
  }

  /** Returns a tensor's part of a row; what is done to one of them, others do not hear of. */
  @SuppressWarnings("try")
  private Tensor part(String name, Tensor row) {
    try (PointerScope scope = new PointerScope()) {
      Tensor part =
          row.as_strided(
              TorchDevice.dims(layout.shape(name)),
              layout.strides(name),
              new LongOptional(layout.start(name)));
      return TorchDevice.kept(new Tensor(part.variable_data()));
    }
  }

  /** Returns whether a tensor of that name gathers gradients. */
  public static boolean isTrained(String name) {
    return !name.endsWith(".running_mean") && !name.endsWith(".running_var");
  }

  /** Returns where the tensors lie in the arrays of {@link #all} and {@link #takeGradients}. */
  public ParameterLayout layout() {
    return layout;
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
    return layout.shape(name);
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

  /** Returns a copy of all values, as they lie. */
  public float[] all() {
    return read(all);
  }

  /**
   * Replaces the values of the tensors that gather gradients.
   *
   * @param values of these, as they lie; what follows them is not read
   */
  @SuppressWarnings("try")
  public void setTrained(float[] values) {
    int length = layout.trainedLength();
    try (PointerScope scope = new PointerScope()) {
      all.narrow(0, 0, length).copy_(TorchDevice.onHost(Shape.of(length), values));
    }
  }

  /**
   * Returns the gradients gathered since the last call, as their tensors lie, and clears them; 0
   * where there are none. From the first call on they lie in one piece of memory too.
   */
  @SuppressWarnings("try")
  public float[] takeGradients() {
    try (PointerScope scope = new PointerScope()) {
      Tensor row = gradients;
      if (row == null) {
        row = device.zeros(Shape.of(layout.trainedLength()), DType.F32);
        gradients = row;
        for (String name : trained()) {
          Tensor part = Scopes.handOver(part(name, row));
          Tensor gathered = tensor(name).mutable_grad();
          if (gathered.defined()) {
            part.copy_(gathered);
          }
          gathered.put(part);
        }
      }
      float[] taken = read(row);
      row.zero_();
      return taken;
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
    all.close();
    if (gradients != null) {
      gradients.close();
      gradients = null;
    }
  }
}
