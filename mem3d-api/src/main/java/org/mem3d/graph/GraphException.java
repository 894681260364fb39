package org.mem3d.graph;

import org.mem3d.Mem3dException;

/** A graph that cannot be: shapes that do not fit, an unknown name, a node of another builder. */
public class GraphException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message names the node, the values and the remedy. */
  public GraphException(String message) {
    super(message);
  }
}
