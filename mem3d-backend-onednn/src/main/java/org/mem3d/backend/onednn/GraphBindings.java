package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.spi.CompileOptions;

/**
 * What a graph is given and fills at each run: a storage for each input and output, images
 * channels-last and other tensors row by row, in the format that the options say.
 */
final class GraphBindings {
  /** An input or output of the graph. */
  record Port(String name, Storage storage) {}

  private final CompileOptions options;
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();

  GraphBindings(CompileOptions options) {
    this.options = options;
  }

  /** Adds an input, as a value that moves with its tensor. */
  Value input(Lowering lowering, Node node) {
    DType dtype = options.format(node.name());
    Storage storage = new Storage(Storage.Kind.INPUT, node.shape().bytes(dtype));
    inputs.add(new Port(node.name(), storage));
    return lowering.view(storage, node.shape(), dtype, Layout.natural(node.shape()));
  }

  /** Adds an output: the node's value itself where it lies as a tensor does, else a copy of it. */
  void output(Lowering lowering, String name, Node node) {
    Value value = lowering.value(node);
    Shape shape = node.shape();
    Layout layout = Layout.natural(shape);
    DType dtype = options.format(name);
    Storage storage = value.storage();
    boolean inPlace =
        storage.kind() == Storage.Kind.ARENA
            && value.dtype() == dtype
            && storage.bytes() == shape.bytes(dtype)
            && value.knownLayout().sameAs(layout, shape);
    if (inPlace) {
      storage.becomeOutput();
    } else {
      storage = new Storage(Storage.Kind.OUTPUT, shape.bytes(dtype));
      lowering.addCopy(value, lowering.view(storage, shape, dtype, layout));
    }
    outputs.add(new Port(name, storage));
  }

  List<Port> inputs() {
    return inputs;
  }

  List<Port> outputs() {
    return outputs;
  }
}
