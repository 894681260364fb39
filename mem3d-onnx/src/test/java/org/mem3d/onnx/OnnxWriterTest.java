package org.mem3d.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

/** What an exported model looks like, and how the writer fails. */
class OnnxWriterTest {
  private static final MapWeights WEIGHTS =
      new MapWeights()
          .put("conv.weight", Shape.of(1, 1, 1, 1), 2.5f)
          .put("conv.bias", Shape.of(1), -1)
          .put("unused.weight", Shape.of(1, 1, 1, 1), 7)
          .put("unused.bias", Shape.of(1), 7);

  @TempDir Path folder;

  private static TensorGraph graph() {
    GraphBuilder g = new GraphBuilder("small");
    Node x = g.input("x", 1, 1, 2, 3);
    g.conv(x, "unused", 1, 1);
    Node y = g.conv(x, "conv", 1, 1);
    return g.output("y", g.relu(y)).output("again", y).output("other", y).build();
  }

  @Test
  void modelKeepsNamesShapesAndWeights() throws IOException {
    Path file = folder.resolve("small.onnx");
    OnnxWriter.write(graph(), WEIGHTS, file);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(OnnxWriter.OPSET);
    GraphProto graph = model.getGraph();
    assertThat(graph.getName()).isEqualTo("small");
    assertThat(graph.getInputList()).extracting(ValueInfoProto::getName).containsExactly("x");
    assertThat(graph.getOutputList())
        .extracting(ValueInfoProto::getName)
        .containsExactly("y", "again", "other");
    assertThat(
            graph.getInput(0).getType().getTensorType().getShape().getDimList().stream()
                .map(dim -> dim.getDimValue()))
        .containsExactly(1L, 1L, 2L, 3L);
    assertThat(graph.getNodeList())
        .extracting(NodeProto::getOpType)
        .containsExactly("Conv", "Relu", "Identity");
    assertThat(graph.getInitializerList())
        .extracting(TensorProto::getName)
        .containsExactly("conv.weight", "conv.bias");
    ByteBuffer raw = graph.getInitializer(0).getRawData().asReadOnlyByteBuffer();
    assertThat(raw.order(ByteOrder.LITTLE_ENDIAN).getFloat()).isEqualTo(2.5f);
  }

  @Test
  void streamGetsTheSameBytesAndStaysOpen() throws IOException {
    Path file = folder.resolve("small.onnx");
    OnnxWriter.write(graph(), WEIGHTS, file);
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    OnnxWriter.write(graph(), WEIGHTS, out);
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void outputNamedAsAnInputIsRenamed() throws IOException {
    GraphBuilder g = new GraphBuilder("clash");
    Node x = g.input("x", 3);
    TensorGraph graph = g.output("x", g.add("x:2", new Op.Relu(), List.of(x))).build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OnnxWriter.write(graph, new MapWeights(), out);
    GraphProto written = ModelProto.parseFrom(out.toByteArray()).getGraph();
    assertThat(written.getOutput(0).getName()).isEqualTo("x:2");
    assertThat(written.getNode(0).getOutput(0)).isEqualTo("x:2");
  }

  @Test
  void missingWeightLeavesNoFile() {
    Path file = folder.resolve("small.onnx");
    MapWeights lacking =
        new MapWeights()
            .put("conv.weight", Shape.of(1, 1, 1, 1), 2.5f)
            .put("unused.weight", Shape.of(1, 1, 1, 1), 7)
            .put("unused.bias", Shape.of(1), 7);
    assertThatThrownBy(() -> OnnxWriter.write(graph(), lacking, file))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'conv.bias'");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void fileThatCannotBeWrittenIsToldAndNothingIsLeft() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("small.onnx"));
    Files.createFile(inTheWay.resolve("kept"));
    assertThatThrownBy(() -> OnnxWriter.write(graph(), WEIGHTS, inTheWay))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("small.onnx");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(inTheWay);
    }
    Path nowhere = folder.resolve("none").resolve("small.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(graph(), WEIGHTS, nowhere))
        .isInstanceOf(UncheckedIOException.class);
  }
}
