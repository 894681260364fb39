package org.mem3d.published.network;

import java.util.Locale;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** The published networks whole, with outputs all along the way under the golden tensors' names. */
public final class GoldenGraphs {
  private GoldenGraphs() {}

  /**
   * Returns the memory network with quality head, memorising one slice and segmenting another with
   * that memory: inputs {@code slice0}, {@code mask}, {@code slice1}.
   */
  public static TensorGraph memory(int height, int width) {
    PublishedMemoryNetwork network = Architecture.MEM3D_SAQ.memoryNetwork();
    GraphBuilder g = new GraphBuilder("golden-memory");
    Node slice0 = g.input("slice0", 1, 3, height, width);
    Node mask = g.input("mask", 1, 1, height, width);
    Node slice1 = g.input("slice1", 1, 3, height, width);
    KeyValue memory = PublishedMemoryNetwork.memory(g, slice0, mask);
    Node stem = FrameEncoder.queryStem(g, slice1);
    FrameEncoder.Features features = FrameEncoder.queryStages(g, stem);
    PublishedMemoryNetwork.Query query = network.query(g, features);
    int positions = memory.key().shape().dim(1);
    PublishedMemoryNetwork.Segmented segmented =
        network.segment(g, query, memory, nothingEmpty(g, memory.key()), height, width);
    Node row0 = g.add(new Op.Slice(1, 0, 1), segmented.readout().weight());
    g.output("memory.key", memory.key())
        .output("memory.value", memory.value())
        .output("query.key", query.found().key())
        .output("query.value", query.found().value());
    mean(g, "query.c1", stem);
    mean(g, "query.r2", features.r2());
    mean(g, "query.r3", features.r3());
    mean(g, "query.r4", features.r4());
    g.output("read.row0", g.reshape(row0, 1, positions));
    mean(g, "readout", segmented.readout().joined());
    return g.output("logits", segmented.answer().logits())
        .output("foreground", g.reshape(segmented.answer().object(), 1, height, width))
        .output("quality", network.quality(g, query, segmented))
        .build();
  }

  /** Zeros for every memory position, made from a key so that no further input is needed. */
  private static Node nothingEmpty(GraphBuilder g, Node key) {
    Node any = g.reduce(key, Op.Reduction.MAX, 2);
    return g.reshape(g.affine(any, 0, 0), 1, 1, key.shape().dim(1));
  }

  /** Returns the interaction network: input {@code slice}. */
  public static TensorGraph interaction(int channels, int height, int width) {
    GraphBuilder g = new GraphBuilder("golden-interaction");
    PublishedInteractionNetwork network =
        PublishedInteractionNetwork.build(g, g.input("slice", 1, channels, height, width));
    for (int i = 0; i < network.coarse().size(); i++) {
      g.output(String.format(Locale.ROOT, "coarse%d", i), network.coarse().get(i));
    }
    g.output("fine", network.fine());
    mean(g, "backbone.stage1", network.levels().get(3));
    mean(g, "backbone.stage4", network.stage4());
    mean(g, "psp", network.levels().get(0));
    return g.build();
  }

  private static void mean(GraphBuilder g, String name, Node x) {
    Node mean = g.reduce(x, Op.Reduction.MEAN, 2, 3);
    g.output(name + ".mean_per_channel", g.reshape(mean, x.shape().dim(0), x.shape().dim(1)));
  }
}
