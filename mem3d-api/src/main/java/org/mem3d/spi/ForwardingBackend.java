package org.mem3d.spi;

import java.util.List;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * A backend that hands every call on to another one, for those that change some of them. Closing it
 * closes the other one. Thread-safe.
 */
public abstract class ForwardingBackend implements Backend {
  /** The backend that computes. */
  protected final Backend inside;

  /** Wraps a backend, which is closed with this. */
  protected ForwardingBackend(Backend inside) {
    this.inside = inside;
  }

  @Override
  public BackendDescription describe() {
    return inside.describe();
  }

  @Override
  public boolean supports(Node node, DType precision) {
    return inside.supports(node, precision);
  }

  @Override
  public DType preferredPrecision() {
    return inside.preferredPrecision();
  }

  @Override
  public boolean supportsStorage(DType format) {
    return inside.supportsStorage(format);
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    return inside.compile(graph, weights, options);
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    return inside.allocate(shape, dtype);
  }

  @Override
  public void copyOut(List<CopyOut> copies) {
    inside.copyOut(copies);
  }

  @Override
  public long allocatedBytes() {
    return inside.allocatedBytes();
  }

  @Override
  public long freeBytes() {
    return inside.freeBytes();
  }

  @Override
  public Transfers transfers() {
    return inside.transfers();
  }

  @Override
  public void close() {
    inside.close();
  }
}
