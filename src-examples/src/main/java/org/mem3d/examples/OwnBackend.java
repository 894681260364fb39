package org.mem3d.examples;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.ForwardingBackend;
import org.mem3d.spi.ForwardingGraph;

/**
 * A backend that counts the graphs it runs and has them computed by {@code reference}. One that
 * computes by itself puts its own classes in the place of what is forwarded here.
 *
 * <p>It is found because {@code META-INF/services/org.mem3d.spi.BackendProvider} names it.
 */
public final class OwnBackend implements BackendProvider {
  private static final AtomicLong RUNS = new AtomicLong();

  private final BackendProvider inside = new ReferenceBackendProvider();

  /** Makes a provider; loads nothing. */
  public OwnBackend() {}

  /** Segments a ball on this backend. */
  public static void main(String[] args) {
    try (SegmentationEngine engine = SegmentationEngine.builder().backend("counting").open();
        SegmentationSession session = engine.newSession(Ball.volume())) {
      int ball = session.addObject("ball");
      session.interact(Interaction.click(ball, Axis.Z, Ball.MIDDLE, Ball.MIDDLE, Ball.MIDDLE));
      session.propagate();
      System.out.printf(
          "%d voxels by %d graphs on the backend %s%n",
          session.mask().count(ball), RUNS.get(), engine.backendName());
    }
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public int priority() {
    return -1; // below all others: taken where it is named
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    return inside.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    return new Counting(inside.open(options));
  }

  private static final class Counting extends ForwardingBackend {
    Counting(Backend inside) {
      super(inside);
    }

    @Override
    public BackendDescription describe() {
      BackendDescription told = super.describe();
      return new BackendDescription("counting", told.device(), told.version(), told.threads());
    }

    @Override
    public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
      return new ForwardingGraph(super.compile(graph, weights, options)) {
        @Override
        public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
          RUNS.incrementAndGet();
          super.run(inputs, outputs);
        }
      };
    }
  }
}
