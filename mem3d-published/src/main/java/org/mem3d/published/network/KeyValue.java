package org.mem3d.published.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/**
 * What a slice is found by and what it remembers, at 1/16.
 *
 * @param key 128 channels
 * @param value 512 channels
 */
record KeyValue(Node key, Node value) {
  /** Channels of a key. */
  static final int KEY = 128;

  /** Channels of a value. */
  static final int VALUE = 512;

  /** Both heads: convolutions 3x3 of r4. */
  static KeyValue build(GraphBuilder g, String path, Node r4) {
    return new KeyValue(
        Conv.biased(g, path + ".Key", r4, KEY, 3, 1),
        Conv.biased(g, path + ".Value", r4, VALUE, 3, 1));
  }

  /** The same, N x positions x channels: the order in which a memory bank holds them. */
  KeyValue positionMajor(GraphBuilder g) {
    return new KeyValue(positionMajor(g, key), positionMajor(g, value));
  }

  private static Node positionMajor(GraphBuilder g, Node x) {
    int positions = x.shape().dim(2) * x.shape().dim(3);
    return g.transpose(g.reshape(x, x.shape().dim(0), x.shape().dim(1), positions), 0, 2, 1);
  }
}
