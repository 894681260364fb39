package org.mem3d.core.session;

import java.util.Arrays;
import java.util.Map;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.ForwardingBackend;

/**
 * A backend that answers every graph at once, without computing it: with an ellipse where an image
 * is wanted, else with a number, each made up from the inputs and from nothing else. Lanes of a
 * batch do not depend on each other. What sessions do around networks can so be tried a hundred
 * thousand times.
 */
final class QuickNetworks extends ForwardingBackend {
  /** One input in so many has a say. */
  private static final int STRIDE = 13;

  /** From this side on a square of numbers is an image. */
  private static final int IMAGE = 64;

  private static final ModelFiles FILES =
      ModelFiles.open(null, QuickNetworks.class.getClassLoader());

  private QuickNetworks() {
    super(new ReferenceBackendProvider().open(BackendOptions.DEFAULT));
  }

  /** Opens an engine with the default weights, which have no say. */
  static CoreEngine engine(EngineSettings settings) {
    return new CoreEngine(new QuickNetworks(), FILES, settings.withThreads(1));
  }

  @Override
  public BackendDescription describe() {
    BackendDescription inside = super.describe();
    return new BackendDescription("quick", "1", inside.device(), inside.threads());
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    return new Graph(graph);
  }

  private static final class Graph implements CompiledGraph {
    private final TensorGraph graph;

    Graph(TensorGraph graph) {
      this.graph = graph;
    }

    @Override
    public TensorGraph graph() {
      return graph;
    }

    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
      int lanes = outputs.values().iterator().next().shape().dim(0);
      long[] sums = new long[lanes];
      Arrays.fill(sums, graph.name().length());
      for (Node input : graph.inputs()) {
        DeviceTensor tensor = inputs.get(input.name());
        float[] values = new float[tensor.shape().elements()];
        tensor.read(values);
        int rows = tensor.shape().dim(0);
        int length = values.length / rows;
        for (int row = 0; row < rows; row++) {
          // Banks have several rows for each lane.
          int lane = rows >= lanes ? row / (rows / lanes) : row;
          for (int i = row * length; i < (row + 1) * length; i += STRIDE) {
            sums[lane] = sums[lane] * 6_364_136_223_846_793_005L + Float.floatToIntBits(values[i]);
          }
        }
      }
      outputs.forEach((name, tensor) -> tensor.write(values(name, tensor.shape(), sums)));
    }

    private static float[] values(String name, Shape shape, long[] sums) {
      float[] values = new float[shape.elements()];
      int length = values.length / sums.length;
      int side = shape.rank() == 4 ? shape.dim(3) : 1;
      for (int lane = 0; lane < sums.length; lane++) {
        long sum = mixed(sums[lane] + name.hashCode());
        for (int i = 0; i < length; i++) {
          values[lane * length + i] =
              side >= IMAGE ? ellipse(i % side, i / side % side, side, sum) : part(sum, 0);
        }
      }
      return values;
    }

    /** Returns a soft ellipse near the middle of a square; now and then nothing. */
    private static float ellipse(int x, int y, int side, long sum) {
      double centreX = side * (0.35 + 0.3 * part(sum, 1));
      double centreY = side * (0.35 + 0.3 * part(sum, 2));
      double radiusX = side * (0.05 + 0.3 * part(sum, 3));
      double radiusY = side * (0.05 + 0.3 * part(sum, 4));
      double distance = Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY);
      return part(sum, 5) < 0.08 ? 0 : (float) Math.max(0, Math.min(1, 4.5 - 4 * distance));
    }

    /** Returns one of several numbers, 0 to 1, that a sum stands for. */
    private static float part(long sum, int which) {
      return (mixed(sum + 31L * which) >>> 40) / (float) (1 << 24);
    }

    private static long mixed(long sum) {
      long mixed = (sum ^ (sum >>> 33)) * 0xff51afd7ed558ccdL;
      return mixed ^ (mixed >>> 29);
    }

    @Override
    public long arenaBytes() {
      return 0;
    }

    @Override
    public String describe() {
      return "quick";
    }

    @Override
    public void close() {}
  }
}
