package org.mem3d.spi;

import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/** The further checks that every backend makes, so that all refuse the same things. Stateless. */
public final class Require {
  private Require() {}

  /**
   * Checks that weights have every parameter of a graph.
   *
   * @throws GraphException if one is missing or of another shape; the message names both shapes
   */
  public static void weights(TensorGraph graph, Weights weights) {
    for (Node parameter : graph.parameters()) {
      String wanted =
          "graph '"
              + graph.name()
              + "' wants a weight '"
              + parameter.name()
              + "' of "
              + parameter.shape();
      if (!weights.names().contains(parameter.name())) {
        throw new GraphException(wanted + ", which is missing");
      }
      Shape shape = weights.shape(parameter.name());
      if (!shape.equals(parameter.shape())) {
        throw new GraphException(wanted + ", not of " + shape);
      }
    }
  }

  /**
   * Checks that rows lie in a tensor.
   *
   * @throws BackendException if they do not
   */
  public static void rows(Shape shape, int row, int rows) {
    if (row < 0 || rows < 0 || rows > shape.dim(0) - row) {
      throw new BackendException(
          rows + " rows from row " + row + " lie outside a tensor of " + shape);
    }
  }

  /**
   * Checks that rows lie in a tensor and their elements in an array.
   *
   * @throws BackendException if they do not
   */
  public static void rowsInArray(Shape shape, int row, int rows, int length, int offset) {
    rows(shape, row, rows);
    int rowElements = shape.elements() / shape.dim(0);
    if (offset < 0 || (long) rows * rowElements > (long) length - offset) {
      throw new BackendException(
          rows
              + " rows of "
              + rowElements
              + " elements from offset "
              + offset
              + " lie outside an array of "
              + length);
    }
  }

  /**
   * Checks that two tensors differ in nothing but the number of their rows.
   *
   * @throws BackendException if they do
   */
  public static void sameRows(DeviceTensor source, DeviceTensor target) {
    boolean same =
        source.dtype() == target.dtype()
            && source.shape().with(0, 1).equals(target.shape().with(0, 1));
    if (!same) {
      throw new BackendException(
          "cannot copy rows of a tensor of "
              + source.shape()
              + " in "
              + source.dtype()
              + " into one of "
              + target.shape()
              + " in "
              + target.dtype());
    }
  }
}
