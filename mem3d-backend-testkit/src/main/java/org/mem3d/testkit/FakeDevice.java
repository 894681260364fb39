package org.mem3d.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceException;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.ForwardingBackend;
import org.mem3d.spi.ForwardingGraph;
import org.mem3d.spi.ForwardingTensor;
import org.mem3d.spi.TransferCount;

/**
 * A device with little memory that fails when a test wants it to, while another backend computes: a
 * graphics card for machines without one. It counts its calls (every one that allocates, compiles,
 * runs or copies) and the bytes that they copy, and fails at one of them. Thread-safe.
 */
public final class FakeDevice implements BackendProvider {
  /** What goes wrong. */
  public enum Fault {
    /** One call finds no memory; the next may. */
    OUT_OF_MEMORY,
    /** One call fails to compute; the device goes on working, but no caller may rely on that. */
    LAUNCH_FAILURE,
    /** From one call on every call fails, but those that release memory. */
    DEVICE_LOSS
  }

  private final BackendProvider inside;
  private final long capacity;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final TransferCount copied = new TransferCount();
  private final AtomicLong waits = new AtomicLong();
  private final Map<String, Long> runsOf = new ConcurrentHashMap<>();
  private final Set<Long> runs = ConcurrentHashMap.newKeySet();
  private long failingCall = -1;
  private Fault fault = Fault.OUT_OF_MEMORY;
  private volatile boolean lost;

  /**
   * Makes a device.
   *
   * @param inside computes
   * @param capacity the bytes that it holds
   */
  public FakeDevice(BackendProvider inside, long capacity) {
    this.inside = inside;
    this.capacity = capacity;
  }

  /** Lets a call fail, the first one being 0; to be said before any call. */
  public FakeDevice failAt(long call, Fault what) {
    failingCall = call;
    fault = what;
    return this;
  }

  /** Returns how many calls there have been. */
  public long calls() {
    return calls.get();
  }

  /** Returns whether a call ran a graph. */
  public boolean wasRun(long call) {
    return runs.contains(call);
  }

  /** Returns how often a graph of that name ran. */
  public long runsOf(String graph) {
    return runsOf.getOrDefault(graph, 0L);
  }

  /** Returns how often the program waited for the device: whenever something was copied out. */
  public long waits() {
    return waits.get();
  }

  /** Returns the bytes in use. */
  public long usedBytes() {
    return used.get();
  }

  /** Returns the most bytes that were in use at once. */
  public long peakBytes() {
    return peak.get();
  }

  /** Returns the bytes copied in and out, by whatever backend was opened on the device. */
  public Transfers transfers() {
    return copied.soFar();
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public int priority() {
    return 1000;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    return Availability.yes("a fake device", "1");
  }

  @Override
  public Backend open(BackendOptions options) {
    return new Device(inside.open(options));
  }

  private void call(String what) {
    long number = calls.getAndIncrement();
    if (what.startsWith("run ")) {
      runs.add(number);
    }
    if (number == failingCall) {
      lost = fault == Fault.DEVICE_LOSS;
      throw new DeviceException(
          fault == Fault.OUT_OF_MEMORY
              ? DeviceException.Fault.OUT_OF_MEMORY
              : DeviceException.Fault.LOST,
          "fake: " + fault + " at call " + number + ", to " + what);
    }
    requireDevice(what);
  }

  private void requireDevice(String what) {
    if (lost) {
      throw new DeviceException(DeviceException.Fault.LOST, "fake: the device is gone; " + what);
    }
  }

  private final class Device extends ForwardingBackend {
    Device(Backend computes) {
      super(computes);
    }

    /** Takes what making something takes, or nothing if it does not fit. */
    private <T extends AutoCloseable> Held<T> take(String what, Supplier<T> making) {
      call(what);
      long before = inside.allocatedBytes();
      T made = making.get();
      long bytes = inside.allocatedBytes() - before;
      if (used.addAndGet(bytes) > capacity) {
        used.addAndGet(-bytes);
        closed(made);
        throw new DeviceException(
            DeviceException.Fault.OUT_OF_MEMORY,
            "fake: " + bytes + " bytes do not fit into " + capacity + " to " + what);
      }
      peak.accumulateAndGet(used.get(), Math::max);
      return new Held<>(made, bytes);
    }

    @Override
    public BackendDescription describe() {
      return new BackendDescription("fake", "a fake device", "1", inside.describe().threads());
    }

    @Override
    public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
      Graph compiled =
          new Graph(
              take(
                  "compile '" + graph.name() + "'", () -> inside.compile(graph, weights, options)));
      for (Node parameter : graph.parameters()) {
        copied.toDevice(parameter.shape().bytes(DType.F32));
      }
      return compiled;
    }

    @Override
    public DeviceTensor allocate(Shape shape, DType dtype) {
      return new Tensor(take("allocate " + shape, () -> inside.allocate(shape, dtype)));
    }

    @Override
    public void copyOut(List<CopyOut> copies) {
      call("copy out");
      waits.incrementAndGet();
      inside.copyOut(copies.stream().map(copy -> copy.from(inner(copy.source()))).toList());
      for (CopyOut copy : copies) {
        copied.fromDevice((long) copy.elements() * DType.F32.bytes());
      }
    }

    @Override
    public long freeBytes() {
      call("tell its free memory");
      return capacity - used.get();
    }

    @Override
    public Transfers transfers() {
      return copied.soFar();
    }
  }

  private static void closed(AutoCloseable owned) {
    try {
      owned.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something of the backend inside, with the bytes that it takes until it is closed. */
  private final class Held<T extends AutoCloseable> {
    private final T thing;
    private long bytes;

    Held(T thing, long bytes) {
      this.thing = thing;
      this.bytes = bytes;
    }

    void close() {
      closed(thing);
      used.addAndGet(-bytes);
      bytes = 0;
    }
  }

  private static DeviceTensor inner(DeviceTensor tensor) {
    return tensor instanceof Tensor own ? own.held.thing : tensor;
  }

  private static Map<String, DeviceTensor> inner(Map<String, DeviceTensor> tensors) {
    Map<String, DeviceTensor> inner = new HashMap<>();
    tensors.forEach((name, tensor) -> inner.put(name, inner(tensor)));
    return inner;
  }

  private final class Graph extends ForwardingGraph {
    private final Held<CompiledGraph> held;

    Graph(Held<CompiledGraph> held) {
      super(held.thing);
      this.held = held;
    }

    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
      call("run '" + graph().name() + "'");
      runsOf.merge(graph().name(), 1L, Long::sum);
      inside.run(inner(inputs), inner(outputs));
    }

    @Override
    public void close() {
      held.close();
    }
  }

  private final class Tensor extends ForwardingTensor {
    private final Held<DeviceTensor> held;

    Tensor(Held<DeviceTensor> held) {
      super(held.thing);
      this.held = held;
    }

    @Override
    public void write(float[] source, int offset, int row, int rows) {
      call("copy in");
      inside.write(source, offset, row, rows);
      copied.toDevice(rowBytes() * rows);
    }

    @Override
    public void read(float[] target, int offset, int row, int rows) {
      call("copy out");
      waits.incrementAndGet();
      inside.read(target, offset, row, rows);
      copied.fromDevice(rowBytes() * rows);
    }

    private long rowBytes() {
      return (long) shape().elements() / shape().dim(0) * dtype().bytes();
    }

    @Override
    public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
      call("copy rows");
      inside.copyRows(inner(source), sourceRow, row, rows);
    }

    @Override
    public void close() {
      held.close();
    }
  }
}
