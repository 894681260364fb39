package org.mem3d.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * Writes a graph and its weights as an ONNX model: operator set 17, float32, every shape fixed. The
 * model's inputs and outputs bear the graph's names and stand in its order; its initializers bear
 * those of the parameters. Nodes that no output needs are left out. Stateless.
 *
 * <p>In ONNX a name stands for one value: an output that is named as an input gets {@code :2}
 * behind its name.
 */
public final class OnnxWriter {
  /** The version of ONNX's operators in which models are written. */
  public static final int OPSET = 17;

  private OnnxWriter() {}

  /**
   * Writes a model to a file, which is only ever there whole; one that was there is replaced.
   *
   * @throws GraphException if a weight is missing or of another shape, or the model is too large
   *     for its format (2 GiB)
   * @throws UncheckedIOException if the file cannot be written; what was there is then unchanged
   */
  public static void write(TensorGraph graph, Weights weights, Path file) {
    var model = ModelParts.model(graph, weights);
    try {
      WholeFile.write(file, model::writeTo);
    } catch (FileException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Writes a model to a stream, which stays open.
   *
   * @throws GraphException as {@link #write(TensorGraph, Weights, Path)}
   * @throws UncheckedIOException if the stream cannot be written
   */
  public static void write(TensorGraph graph, Weights weights, OutputStream out) {
    try {
      ModelParts.model(graph, weights).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be written: " + e.getMessage(), e);
    }
  }
}
