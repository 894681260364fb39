package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/** Which nodes run as one. */
class FusionTest {
  private static List<String> kinds(GraphBuilder g) {
    return Fusion.groups(g.build()).stream().map(Fusion.Group::kinds).toList();
  }

  @Test
  void residualBlockRunsAsTwoConvolutions() {
    GraphBuilder g = new GraphBuilder("block");
    Node x = g.input("x", 1, 8, 16, 16);
    Node inner = g.relu(g.conv(x, "a", 8, 3));
    g.output("y", g.relu(g.add(x, g.conv(inner, "b", 8, 3))));
    assertThat(kinds(g)).containsExactly("Conv2d + Relu", "Conv2d + Add + Relu");
  }

  @Test
  void valuesThatOthersReadStayValues() {
    GraphBuilder g = new GraphBuilder("shared");
    Node conv = g.conv(g.input("x", 1, 8, 16, 16), "a", 8, 3);
    g.output("both", g.add(g.relu(conv), conv));
    assertThat(kinds(g)).containsExactly("Conv2d", "Relu + Add");

    GraphBuilder h = new GraphBuilder("handed out");
    Node out = h.conv(h.input("x", 1, 8, 16, 16), "a", 8, 3);
    h.output("before", out).output("after", h.relu(out));
    assertThat(kinds(h)).containsExactly("Conv2d", "Relu");
  }

  @Test
  void deadNodesAreLeftOut() {
    GraphBuilder g = new GraphBuilder("dead");
    Node x = g.input("x", 1, 8, 16, 16);
    Node dead = g.sigmoid(x);
    g.output("y", g.affine(x, 2, 0));
    assertThat(g.build().nodes()).as("the graph has the dead node").contains(dead);
    assertThat(kinds(g)).containsExactly("Affine");
  }
}
