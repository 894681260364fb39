package org.mem3d.backend.onednn;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.Require;

/** Compiles graphs: groups, steps, places, primitives. */
final class GraphCompiler {
  private final OneDnnBackend owner;
  private final DnnlEngine engine;
  private final AtomicLong total;

  GraphCompiler(OneDnnBackend owner, DnnlEngine engine, AtomicLong total) {
    this.owner = owner;
    this.engine = engine;
    this.total = total;
  }

  OneDnnGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    Require.weights(graph, weights);
    owner.applyThreads();
    Owned owned = new Owned();
    boolean done = false;
    try (DnnlScope compiling = new DnnlScope(engine)) {
      Constants newConstants = new Constants(engine, total);
      Constants constants = owned.add(newConstants, newConstants::close);
      List<Group> groups = Fusion.groups(graph);
      Precisions precisions = Precisions.plan(graph, groups, options);
      Quantisation quantisation = Quantisation.plan(graph, groups, options);
      GraphBindings bindings = new GraphBindings(options);
      Lowering lowering =
          new Lowering(
              graph,
              weights,
              precisions,
              quantisation,
              bindings,
              compiling,
              constants,
              owner.workers(),
              owner.settings().winograd());
      lowering.lower(groups);
      List<Step> steps = lowering.steps();
      constants.keepOnly(storages(steps));
      NativeBlock newArena = NativeBlock.allocate(Arena.place(steps), total);
      NativeBlock arena = owned.add(newArena, newArena::close);
      long scratchpadBytes = 0;
      for (Step step : steps) {
        scratchpadBytes = Math.max(scratchpadBytes, step.scratchpadBytes());
      }
      NativeBlock newScratchpad = NativeBlock.allocate(scratchpadBytes, total);
      NativeBlock scratchpad = owned.add(newScratchpad, newScratchpad::close);
      DnnlScope newScope = new DnnlScope(engine);
      DnnlScope scope = owned.add(newScope, newScope::close);
      for (Storage storage : storages(steps)) {
        if (storage.inArena()) {
          storage.move(arena.start().address() + storage.offset());
        }
      }
      steps.forEach(step -> step.prepare(scope, scratchpad.start()));
      OneDnnGraph compiled =
          new OneDnnGraph(
              owner,
              graph,
              options,
              steps,
              bindings.inputs(),
              bindings.outputs(),
              arena,
              owned,
              new GraphDescription(
                  graph,
                  options.precision(),
                  owner.describe().threads(),
                  groups,
                  steps,
                  String.format(
                      Locale.ROOT,
                      "arena %d KiB, scratchpad %d KiB, weights %d KiB%n",
                      arena.bytes() / 1024,
                      scratchpadBytes / 1024,
                      constants.bytes() / 1024)));
      done = true;
      return compiled;
    } finally {
      if (!done) {
        owned.close();
      }
    }
  }

  /** Returns what steps read and write. */
  static Set<Storage> storages(List<Step> steps) {
    Set<Storage> storages = new HashSet<>();
    for (Step step : steps) {
      step.reads().forEach(value -> storages.add(value.storage()));
      step.writes().forEach(value -> storages.add(value.storage()));
    }
    return storages;
  }
}
