package org.mem3d.runtime.pass;

import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/** A graph together with the weights of its parameters. Immutable. */
public record BoundGraph(TensorGraph graph, Weights weights) {}
