package org.mem3d.backend.onednn;

import java.util.List;
import org.mem3d.backend.onednn.ReadStep.Operation;
import org.mem3d.backend.onednn.ReadStep.Part;
import org.mem3d.backend.onednn.ReadStep.Passed;

/** Operations of a read, ready to run one after the other. Used by one thread at a time. */
final class BoundOperations {
  /** Where the tensors lie that the operations are passed. */
  interface Places {
    /** Returns where a part begins. */
    long address(Part part);
  }

  private final BoundPrimitive[] primitives;
  private final Part[][] parts;

  /**
   * @param scope owns what is made
   * @param scratchpad shared by all operations
   */
  BoundOperations(DnnlScope scope, List<Operation> operations, long scratchpad) {
    primitives = new BoundPrimitive[operations.size()];
    parts = new Part[operations.size()][];
    for (int i = 0; i < primitives.length; i++) {
      List<Passed> passed = operations.get(i).passed();
      primitives[i] =
          new BoundPrimitive(
              scope,
              operations.get(i).desc(),
              passed.stream().mapToInt(Passed::argument).toArray(),
              new Address(scratchpad));
      parts[i] = passed.stream().map(Passed::part).toArray(Part[]::new);
    }
  }

  /** Returns the bytes of a scratchpad that serves each of the operations. */
  static long scratchpadBytes(List<Operation> operations) {
    long most = 0;
    for (Operation operation : operations) {
      most = Math.max(most, Dnnl.scratchpadBytes(operation.desc()));
    }
    return most;
  }

  /**
   * Runs all.
   *
   * @param name of the node, for the message if one fails
   */
  void run(Places places, String name) {
    for (int i = 0; i < primitives.length; i++) {
      for (int j = 0; j < parts[i].length; j++) {
        primitives[i].bind(j, places.address(parts[i][j]));
      }
      primitives[i].run(name);
    }
  }
}
