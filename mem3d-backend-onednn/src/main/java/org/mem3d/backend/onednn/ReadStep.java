package org.mem3d.backend.onednn;

import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.ArenaPlan;

/**
 * The memory read, streamed or a tile of query positions at a time. Each thread takes a tile
 * through all operations in working memory of its own, which stays in its core's cache; only whole
 * tiles are shared out. A streamed read is computed by the library's threads, and takes tiles where
 * it cannot do without a softmax's maximum.
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
      @Nullable Value similarity) {

    List<Value> read() {
      return List.of(query, key, queryPlace, place, value);
    }

    /**
     * Returns where a part begins.
     *
     * @param row of all queries of the batch
     * @param memory of the entry of the batch
     */
    long address(Part part, int row, int entry, int memory) {
      int memories = entry * key.shape().dim(1) + memory;
      return switch (part) {
        case QUERY -> row(query, row);
        case KEY -> row(key, memories);
        case QUERY_PLACE -> row(queryPlace, row);
        case PLACE ->
            row(place, entry * place.shape().dim(1)) + (long) memory * place.dtype().bytes();
        case VALUE -> row(value, memories);
        case READOUT -> row(readout, row);
        case SIMILARITY -> row(Objects.requireNonNull(similarity), row);
        default -> throw new IllegalArgumentException(part + " belongs to a thread");
      };
    }

    private static long row(Value whole, int row) {
      long offset = (long) row * whole.shape().dim(-1) * whole.dtype().bytes();
      return whole.begin() + offset;
    }
  }

  /** One of the operations, and what it is passed. */
  record Operation(dnnl_primitive_desc desc, List<Passed> passed) {}

  /** A part under one of the library's argument numbers. */
  record Passed(int argument, Part part) {}

  /** What operations are passed: parts of whole tensors, then a thread's working memory. */
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
    MEMORY_ONES,
    CHANNEL_ONES,
    MAXIMA,
    LARGEST,
    SUM,
    TOTAL,
    CHECK
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
  private final long scratchpadBytes;
  private final @Nullable StreamedRead streamed;
  private Lane[] lanes = new Lane[0];
  private StreamedRead.@Nullable Bound stream;

  /**
   * @param working affinities, weights, and what a streamed read wants: for tiles as many equal
   *     pieces as there are threads
   * @param operations of a tile
   * @param streamed how tasks of one or more tiles are read; null if tiles are
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
      @Nullable StreamedRead streamed,
      Workers workers) {
    super(name, detail, reads, writes);
    this.tensors = tensors;
    this.cut = cut;
    this.working = working;
    this.operations = operations;
    this.streamed = streamed;
    this.workers = workers;
    this.laneScratchpad = ArenaPlan.aligned(BoundOperations.scratchpadBytes(operations));
    long streaming = streamed == null ? 0 : streamed.scratchpadBytes();
    this.scratchpadBytes = Math.max(laneScratchpad * workers.count(), streaming);
  }

  @Override
  long scratchpadBytes() {
    return scratchpadBytes;
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
    StreamedRead all = streamed;
    stream =
        all == null
            ? null
            : all.bind(
                scope,
                working.get(0).begin(),
                working.get(1).begin(),
                working.get(2).begin(),
                scratchpad.address());
  }

  @Override
  void run() {
    StreamedRead.Bound streaming = stream;
    if (streaming != null) {
      stream(streaming, Objects.requireNonNull(streamed).cut());
      return;
    }
    workers.run(cut.tiles(), (tile, worker) -> lanes[worker].run(tile));
  }

  /** Streams task after task; the tiles of one that goes wrong are read one by one. */
  private void stream(StreamedRead.Bound streaming, StreamCut into) {
    int tiles = into.taskRows() / cut.rows;
    for (int task = 0; task < into.tasks(); task++) {
      if (!streaming.run(task, name())) {
        int first = task * tiles;
        workers.run(tiles, (tile, worker) -> lanes[worker].run(first + tile));
      }
    }
  }

  /** Where a tile's part of a whole tensor begins. */
  private long address(Part part, int tile) {
    int row = tile * cut.rows;
    return tensors.address(part, row, row / cut.queries, 0);
  }

  /** A thread's working memory and its operations. */
  private final class Lane implements BoundOperations.Places {
    private final BoundOperations bound;
    private final long affinity;
    private final long weight;
    private int current;

    Lane(DnnlScope scope, int number, long scratchpad) {
      affinity = piece(working.get(0), number);
      weight = piece(working.get(1), number);
      bound = new BoundOperations(scope, operations, scratchpad);
    }

    private long piece(Value all, int number) {
      long bytes = all.storage().bytes() / workers.count();
      return all.begin() + number * bytes;
    }

    @Override
    public long address(Part part) {
      return switch (part) {
        case AFFINITY -> affinity;
        case WEIGHT -> weight;
        default -> ReadStep.this.address(part, current);
      };
    }

    void run(int tile) {
      current = tile;
      bound.run(this, name());
    }
  }
}
