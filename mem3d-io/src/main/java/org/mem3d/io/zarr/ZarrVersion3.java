package org.mem3d.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.VolumeException;

/** Reads what {@code zarr.json} says of an array of version 3. Stateless. */
final class ZarrVersion3 {
  static final String METADATA = "zarr.json";

  private ZarrVersion3() {}

  /**
   * Reads an array's metadata.
   *
   * @throws VolumeException if they are damaged, or say of chunks what is not read
   */
  static ZarrArray array(Path folder, ZarrJson json) {
    JsonNode root = json.root();
    if (!json.isArray()) {
      throw json.wrong("is of no array: give the folder of an image");
    }
    int[] shape = json.wholeNumbers(root.path("shape"), "shape", 1);
    JsonNode dataType = root.path("data_type");
    String typeName = dataType.isTextual() ? dataType.asText() : dataType.path("name").asText();
    JsonNode grid = root.path("chunk_grid");
    if (!grid.path("name").asText().equals("regular")) {
      throw json.wrong(
          "has chunks on the grid " + ZarrJson.shown(grid.path("name")) + ", not regular");
    }
    int[] chunk =
        json.wholeNumbers(grid.path("configuration").path("chunk_shape"), "chunk_shape", 1);
    Chain chain = Chain.of(json, root.path("codecs"), shape.length);
    ChunkStore store = files(json, folder, root.path("chunk_key_encoding"));
    JsonNode sharding = chain.sharding();
    if (sharding != null) {
      int[] inner = json.wholeNumbers(sharding.path("chunk_shape"), "chunk_shape", 1);
      Chain within = Chain.of(json, sharding.path("codecs"), shape.length);
      store = shards(json, (ChunkFiles) store, chunk, inner, chain, within, sharding);
      chunk = inner;
      chain = within;
    }
    ElementType type =
        ElementType.ofName(typeName, chain.order())
            .orElseThrow(
                () ->
                    json.wrong(
                        "has elements of the type "
                            + ZarrJson.shown(dataType)
                            + ": whole numbers and floats are read"));
    return new ZarrArray(
        folder,
        shape,
        chunk,
        chain.layout().stream().mapToInt(Integer::intValue).toArray(),
        type,
        FillValue.of(json, root.path("fill_value"), type),
        chain.unpacking(),
        store,
        ZarrJson.texts(root.path("dimension_names")));
  }

  private static ChunkFiles files(ZarrJson json, Path folder, JsonNode encoding) {
    String name = encoding.path("name").asText("default");
    String separator = encoding.path("configuration").path("separator").asText("");
    return switch (name) {
      case "default" -> {
        String given = ZarrVersion2.separator(json, separator.isEmpty() ? "/" : separator);
        yield new ChunkFiles(folder, "c" + given, given);
      }
      case "v2" ->
          new ChunkFiles(
              folder, "", ZarrVersion2.separator(json, separator.isEmpty() ? "." : separator));
      default -> throw json.wrong("names its chunks by " + name + ", not by default or v2");
    };
  }

  private static ChunkStore shards(
      ZarrJson json,
      ChunkFiles files,
      int[] shard,
      int[] inner,
      Chain outer,
      Chain within,
      JsonNode sharding) {
    Chain table = Chain.of(json, sharding.path("index_codecs"), shard.length + 1);
    boolean plain =
        outer.unpacking().isEmpty()
            && outer.isInOrder()
            && within.sharding() == null
            && table.isInOrder()
            && table.sums() == table.unpacking().size();
    if (!plain || inner.length != shard.length) {
      throw json.wrong(
          "has shards in shards, or packed or turned as a whole, which are not read: store it"
              + " with one level of shards, or without");
    }
    int[] each = new int[shard.length];
    long count = 1;
    for (int d = 0; d < shard.length; d++) {
      each[d] = shard[d] / inner[d];
      count = Math.min(Integer.MAX_VALUE, count * each[d]);
      if (each[d] * inner[d] != shard[d] || count > 1 << 24) {
        throw json.wrong("has shards that its chunks do not divide, or of too many: it is damaged");
      }
    }
    boolean first = sharding.path("index_location").asText("end").equals("start");
    return new ShardFiles(files, each, table.unpacking(), table.order(), first);
  }

  /**
   * The codecs of a chunk.
   *
   * @param layout the axes from that of the farthest to that of the nearest elements
   * @param order of the bytes of an element
   * @param unpacking what undoes the packing, in the order in which it unpacks
   * @param sums how many of these are checksums
   * @param sharding the configuration of shards; null if there are none
   */
  private record Chain(
      List<Integer> layout,
      ByteOrder order,
      List<Codec> unpacking,
      int sums,
      @Nullable JsonNode sharding) {

    static Chain of(ZarrJson json, JsonNode codecs, int axes) {
      List<Integer> layout = IntStream.range(0, axes).boxed().toList();
      ByteOrder order = ByteOrder.LITTLE_ENDIAN;
      List<Codec> unpacking = new ArrayList<>();
      int sums = 0;
      JsonNode sharding = null;
      if (!codecs.isArray()) {
        throw json.wrong("has no list 'codecs': it is damaged");
      }
      for (JsonNode codec : codecs) {
        JsonNode settings = codec.path("configuration");
        switch (Codec.name(codec)) {
          case "bytes" ->
              order =
                  settings.path("endian").asText("little").equals("big")
                      ? ByteOrder.BIG_ENDIAN
                      : ByteOrder.LITTLE_ENDIAN;
          case "transpose" -> layout = turned(json, layout, settings.path("order"));
          case "sharding_indexed" -> sharding = settings;
          default -> {
            unpacking.add(ZarrVersion2.codec(json, codec));
            sums += Codec.name(codec).equals("crc32c") ? 1 : 0;
          }
        }
      }
      Collections.reverse(unpacking);
      return new Chain(layout, order, unpacking, sums, sharding);
    }

    private static List<Integer> turned(ZarrJson json, List<Integer> layout, JsonNode order) {
      List<Integer> turned = new ArrayList<>();
      if (order.isTextual()) { // of early files
        turned.addAll(layout);
        if (order.asText().equals("F")) {
          Collections.reverse(turned);
        }
        return turned;
      }
      int[] axes = json.wholeNumbers(order, "order", 0);
      if (!IntStream.of(axes)
          .sorted()
          .boxed()
          .toList()
          .equals(IntStream.range(0, layout.size()).boxed().toList())) {
        throw json.wrong("turns its axes by " + ZarrJson.shown(order) + ": it is damaged");
      }
      for (int axis : axes) {
        turned.add(layout.get(axis));
      }
      return turned;
    }

    boolean isInOrder() {
      return layout.equals(IntStream.range(0, layout.size()).boxed().toList());
    }
  }
}
