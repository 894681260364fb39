package org.mem3d.backend.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.ArenaPlan;

/**
 * The memory read, a tile of query positions at a time. Each thread takes a tile through all
 * operations in working memory of its own, which stays in its core's cache; only whole tiles are
 * shared out.
 */
final class ReadStep extends Step {
  /** The tensors of the whole read, row by row. */
  record Tensors(
      Value query,
      Value key,
      Value queryPlace,
      Value place,
      Value value,
      Value readout,
      @Nullable Value similarity) {}

  /** One of the operations of a tile, and what it is passed. */
  record Operation(dnnl_primitive_desc desc, List<Passed> passed) {}

  /** A part of a tile under one of the library's argument numbers. */
  record Passed(int argument, Part part) {}

  /** The tensors of a tile: parts of whole tensors, then a thread's working memory. */
  enum Part {
    QUERY,
    KEY,
    QUERY_PLACE,
    PLACE,
    VALUE,
    READOUT,
    SIMILARITY,
    AFFINITY,
    WEIGHT,
    MAXIMA
  }

  /** How a read is cut: entries of the batch, queries and memories of each, rows of a tile. */
  record Cut(int batch, int queries, int memories, int rows) {
    int tiles() {
      return batch * queries / rows;
    }
  }

  private final Tensors tensors;
  private final Cut cut;
  private final List<Value> working;
  private final List<Operation> operations;
  private final Workers workers;
  private final long laneScratchpad;
  private final @Nullable NearestSum nearest;
  private Lane[] lanes = new Lane[0];

  /**
   * @param working affinities, weights and block maxima of all threads: as many equal pieces
   * @param nearest what ends a top-k read; null for an exact one
   */
  ReadStep(
      String name,
      String detail,
      Tensors tensors,
      Cut cut,
      List<Value> reads,
      List<Value> writes,
      List<Value> working,
      List<Operation> operations,
      @Nullable NearestSum nearest,
      Workers workers) {
    super(name, detail, reads, writes);
    this.tensors = tensors;
    this.cut = cut;
    this.working = working;
    this.operations = operations;
    this.nearest = nearest;
    this.workers = workers;
    long most = 0;
    for (Operation operation : operations) {
      most = Math.max(most, Dnnl.scratchpadBytes(operation.desc));
    }
    this.laneScratchpad = ArenaPlan.aligned(most);
  }

  @Override
  long scratchpadBytes() {
    return laneScratchpad * workers.count();
  }

  @Override
  void prepare(DnnlScope scope, Address scratchpad) {
    Lane[] made = new Lane[workers.count()];
    workers.alone(
        () -> {
          for (int i = 0; i < made.length; i++) {
            made[i] = new Lane(scope, i, scratchpad.address() + i * laneScratchpad);
          }
        });
    lanes = made;
  }

  @Override
  void run() {
    NearestSum sums = nearest;
    if (sums == null) {
      workers.run(cut.tiles(), (tile, worker) -> lanes[worker].run(tile));
      return;
    }
    // One entry of the batch after the other, since they share the copy of an entry's values.
    int tiles = cut.queries / cut.rows;
    for (int n = 0; n < cut.batch; n++) {
      int first = n * tiles;
      sums.load(address(Part.VALUE, first));
      workers.run(tiles, (tile, worker) -> lanes[worker].run(first + tile));
    }
  }

  /** Where a tile's part of a whole tensor begins. */
  private long address(Part part, int tile) {
    int row = tile * cut.rows;
    int entry = row / cut.queries;
    return switch (part) {
      case QUERY -> rows(tensors.query, row);
      case KEY -> rows(tensors.key, entry * cut.memories);
      case QUERY_PLACE -> rows(tensors.queryPlace, row);
      case PLACE -> rows(tensors.place, entry * tensors.place.shape().dim(1));
      case VALUE -> rows(tensors.value, entry * cut.memories);
      case READOUT -> rows(tensors.readout, row);
      case SIMILARITY -> rows(Objects.requireNonNull(tensors.similarity), row);
      default -> throw new IllegalArgumentException(part + " belongs to a thread");
    };
  }

  private static long rows(Value whole, int row) {
    long offset = (long) row * whole.shape().dim(-1) * whole.dtype().bytes();
    return whole.storage().address().address() + whole.offset() + offset;
  }

  /** A thread's working memory and its primitives. */
  private final class Lane {
    private final BoundPrimitive[] primitives;
    private final long affinity;
    private final long weight;
    private final long largest;
    private final @Nullable FloatBuffer affinities;
    private final @Nullable FloatBuffer maxima;
    private final NearestSum.@Nullable Scratch scratch;

    Lane(DnnlScope scope, int number, long scratchpad) {
      affinity = piece(working.get(0), number);
      weight = piece(working.get(1), number);
      largest = piece(working.get(2), number);
      primitives = new BoundPrimitive[operations.size()];
      for (int i = 0; i < primitives.length; i++) {
        Operation operation = operations.get(i);
        primitives[i] =
            new BoundPrimitive(
                scope,
                operation.desc,
                operation.passed.stream().mapToInt(Passed::argument).toArray(),
                new Address(scratchpad));
      }
      NearestSum sums = nearest;
      scratch = sums == null ? null : sums.newScratch();
      affinities = sums == null ? null : floats(affinity, working.get(0));
      maxima = sums == null ? null : floats(largest, working.get(2));
    }

    private FloatBuffer floats(long address, Value all) {
      return NearestSum.buffer(address, all.storage().bytes() / Float.BYTES / workers.count());
    }

    private long piece(Value all, int number) {
      long bytes = all.storage().bytes() / workers.count();
      return all.storage().address().address() + number * bytes;
    }

    private long place(Part part, int tile) {
      return switch (part) {
        case AFFINITY -> affinity;
        case WEIGHT -> weight;
        case MAXIMA -> largest;
        default -> address(part, tile);
      };
    }

    void run(int tile) {
      for (int i = 0; i < primitives.length; i++) {
        List<Passed> passed = operations.get(i).passed;
        for (int j = 0; j < passed.size(); j++) {
          primitives[i].bind(j, place(passed.get(j).part, tile));
        }
        primitives[i].run(name());
      }
      NearestSum sums = nearest;
      if (sums != null) {
        sums.run(
            Objects.requireNonNull(affinities),
            Objects.requireNonNull(maxima),
            address(Part.READOUT, tile),
            Objects.requireNonNull(scratch));
      }
    }
  }
}
