package org.mem3d.backend.torch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Availability;
import org.mem3d.spi.BackendException;

/** On what libtorch computes, and how tensors are made there. Immutable, thread-safe. */
final class TorchDevice {
  private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");
  private static final TorchDevice CPU = new TorchDevice(-1);

  /** Why libtorch could not be loaded: a second try in one process would say less of the cause. */
  private static @Nullable Availability failure;

  /** The number of the CUDA device; -1 for the CPU. */
  private final int cuda;

  private TorchDevice(int cuda) {
    this.cuda = cuda;
  }

  /**
   * Loads libtorch and returns a device.
   *
   * @param name {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws BackendException if the name is another or there is no such device
   */
  static TorchDevice open(String name) {
    Matcher matcher = CUDA.matcher(name);
    boolean wantsCuda = matcher.matches();
    if (!wantsCuda && !name.equals("cpu")) {
      throw new BackendException(
          "torch: the property 'device' is 'cpu', 'cuda', 'cuda:N' or 'auto', not '" + name + "'");
    }
    if (wantsCuda && !Natives.withCuda()) {
      throw new BackendException(
          "torch: the natives for '"
              + name
              + "' are not on the class path; add org.bytedeco:pytorch with the classifier "
              + Natives.platform()
              + "-gpu instead of "
              + Natives.platform());
    }
    try {
      load();
      // Unused where oneDNN is there, and on many processors it complains at every convolution.
      torch.globalContext().setUserEnabledNNPACK(false);
      if (!wantsCuda) {
        return CPU;
      }
      Loader.load(Class.forName("org.bytedeco.pytorch.global.torch_cuda"));
      long devices = torch.cuda_is_available() ? torch.getNumGPUs() : 0;
      int number = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
      if (number >= devices) {
        throw new BackendException(
            "torch: there is no device '"
                + name
                + "': "
                + devices
                + " CUDA devices were found; see to the driver, or use device=cpu");
      }
      return new TorchDevice(number);
    } catch (LinkageError | ClassNotFoundException e) {
      Availability why = Natives.explained(e);
      throw new BackendException("torch: " + why.reason() + "; " + why.remedy(), e);
    }
  }

  private static void load() {
    try {
      Loader.load(torch.class);
    } catch (LinkageError | RuntimeException e) {
      Availability why = failed(e);
      throw new BackendException("torch: " + why.reason() + "; " + why.remedy(), e);
    }
  }

  private static synchronized Availability failed(Throwable error) {
    Availability known = failure;
    Availability why = known == null ? Natives.explained(error) : known;
    failure = why;
    return why;
  }

  /** Returns why libtorch could not be loaded in this process; null if it was not tried or was. */
  static synchronized @Nullable Availability failure() {
    return failure;
  }

  /** Returns the free bytes of the card; what libtorch caches counts as taken. */
  @SuppressWarnings("try")
  long freeBytes() {
    try (PointerScope scope = new PointerScope()) {
      return torch_cuda.getAllocator().getMemoryInfo((byte) cuda).first();
    }
  }

  boolean isCpu() {
    return cuda < 0;
  }

  /** Returns a tensor of zeros; images are channels-last. The caller closes it. */
  @SuppressWarnings("try")
  Tensor zeros(Shape shape, DType dtype) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = empty(shape, scalarType(dtype), true);
      tensor.zero_();
      return kept(tensor);
    }
  }

  /**
   * Returns a tensor with the given values, row by row; images are channels-last. The caller closes
   * it.
   */
  @SuppressWarnings("try")
  Tensor of(Shape shape, float[] values, DType dtype) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = empty(shape, scalarType(dtype), true);
      tensor.copy_(onHost(shape, values));
      return kept(tensor);
    }
  }

  /** Returns a tensor in the CPU's memory, row by row, with the given values. */
  static Tensor onHost(Shape shape, float[] values) {
    Tensor host = CPU.empty(shape, ScalarType.Float, false);
    host.data_ptr_float().put(values, 0, shape.elements());
    return host;
  }

  /**
   * Returns a tensor in the CPU's memory, row by row, for values on their way to the device or
   * back; pinned where the device is a card, which then copies by itself. Its values are anything.
   */
  Tensor staged(Shape shape) {
    if (isCpu()) {
      return empty(shape, ScalarType.Float, false);
    }
    TensorOptions options =
        new TensorOptions(ScalarType.Float)
            .device(new DeviceOptional(CPU.device()))
            .pinned_memory(new BoolOptional(true));
    return torch.empty(dims(shape), options, new MemoryFormatOptional(MemoryFormat.Contiguous));
  }

  /** Waits until the device has done all that this thread asked of it. */
  @SuppressWarnings("try")
  void await() {
    if (isCpu()) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      torch_cuda.getCurrentCUDAStream((byte) cuda).synchronize();
    }
  }

  private Tensor empty(Shape shape, ScalarType type, boolean images) {
    TensorOptions options =
        new TensorOptions(type).device(new DeviceOptional(device())).dtype(optional(type));
    boolean last = images && shape.rank() == 4;
    return torch.empty(
        dims(shape),
        options,
        new MemoryFormatOptional(last ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous));
  }

  private Device device() {
    return isCpu()
        ? new Device(torch.DeviceType.CPU)
        : new Device(torch.DeviceType.CUDA, (byte) cuda);
  }

  private static ScalarTypeOptional optional(ScalarType type) {
    return new ScalarTypeOptional(type);
  }

  static ScalarType scalarType(DType dtype) {
    return switch (dtype) {
      case F32 -> ScalarType.Float;
      case BF16 -> ScalarType.BFloat16;
      case F16 -> ScalarType.Half;
      case I8 -> throw new IllegalArgumentException("torch: no graph computes in " + dtype);
    };
  }

  static long[] dims(Shape shape) {
    int[] dims = shape.dims();
    long[] longs = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      longs[i] = dims[i];
    }
    return longs;
  }

  /** Keeps a tensor beyond the scope in which it was made, for whoever closes it. */
  static Tensor kept(Tensor tensor) {
    return tensor.retainReference();
  }

  @Override
  public String toString() {
    return isCpu() ? "cpu" : "cuda:" + cuda;
  }
}
