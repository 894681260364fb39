package org.mem3d.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes Zarr arrays and OME images of tests, by the specification and without mem3d's reader. */
final class ZarrBuilder {
  /** The value of an element; every chunk whose elements are all 0 is left out. */
  interface Elements {
    double at(int[] index);
  }

  final int version;
  int[] shape = {3, 5, 7};
  int[] chunk = {2, 2, 4};
  VoxelType type = VoxelType.UINT8;
  ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  String separator = "/";
  String packing = "none";
  boolean reversed;

  /** Of a shard, in version 3; empty for none. */
  int[] shard = {};

  String fill = "0";
  List<String> names = List.of();
  Elements elements = index -> 0;

  ZarrBuilder(int version) {
    this.version = version;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(version == 2 ? ".zarray" : "zarr.json"),
        version == 2 ? metadata2() : metadata3());
    int[] outer = shard.length > 0 ? shard : chunk;
    int[] counts = new int[shape.length];
    for (int d = 0; d < counts.length; d++) {
      counts[d] = (shape[d] + outer[d] - 1) / outer[d];
    }
    for (int[] index : indices(counts)) {
      byte[] bytes = shard.length > 0 ? shard(index) : packed(chunk(index));
      if (bytes.length > 0) {
        String name =
            IntStream.of(index).mapToObj(Integer::toString).collect(Collectors.joining(separator));
        Path file = folder.resolve((version == 3 ? "c" + separator : "") + name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
      }
    }
  }

  private static List<int[]> indices(int[] counts) {
    int all = Arrays.stream(counts).reduce(1, (a, b) -> a * b);
    return IntStream.range(0, all).mapToObj(i -> index(i, counts)).toList();
  }

  private static int[] index(int number, int[] counts) {
    int[] index = new int[counts.length];
    for (int d = counts.length - 1; d >= 0; d--) {
      index[d] = number % counts[d];
      number /= counts[d];
    }
    return index;
  }

  /** Returns a chunk's elements; no bytes if all are 0. */
  private byte[] chunk(int[] at) {
    int all = Arrays.stream(chunk).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(all * type.bytes()).order(order);
    boolean some = false;
    int[] turned = IntStream.range(0, chunk.length).map(d -> chunk[chunk.length - 1 - d]).toArray();
    for (int i = 0; i < all; i++) {
      int[] in = index(i, reversed ? turned : chunk);
      int[] element = new int[in.length];
      boolean inside = true;
      for (int d = 0; d < in.length; d++) {
        element[d] = at[d] * chunk[d] + in[reversed ? in.length - 1 - d : d];
        inside &= element[d] < shape[d];
      }
      double value = inside ? elements.at(element) : 0;
      some |= value != 0;
      type.put(bytes, value);
    }
    return some ? bytes.array() : new byte[0];
  }

  private byte[] shard(int[] at) throws IOException {
    int[] each = new int[shape.length];
    Arrays.setAll(each, d -> shard[d] / chunk[d]);
    List<int[]> inner = indices(each);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    ByteBuffer table = ByteBuffer.allocate(16 * inner.size() + 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] index : inner) {
      int[] place = new int[index.length];
      Arrays.setAll(place, d -> at[d] * each[d] + index[d]);
      byte[] bytes = packed(chunk(place));
      table
          .putLong(bytes.length == 0 ? -1 : data.size())
          .putLong(bytes.length == 0 ? -1 : bytes.length);
      data.write(bytes);
    }
    CRC32C sum = new CRC32C();
    sum.update(table.array(), 0, table.position());
    table.putInt((int) sum.getValue());
    data.write(table.array());
    return data.toByteArray();
  }

  private byte[] packed(byte[] bytes) throws IOException {
    if (bytes.length == 0 || packing.equals("none")) {
      return bytes;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    switch (packing) {
      case "gzip", "zlib" -> {
        try (OutputStream out =
            packing.equals("gzip")
                ? new GZIPOutputStream(packed)
                : new DeflaterOutputStream(packed)) {
          out.write(bytes);
        }
      }
      case "zstd" -> {
        byte[] out = new byte[bytes.length + 1024];
        int count =
            new io.airlift.compress.zstd.ZstdCompressor()
                .compress(bytes, 0, bytes.length, out, 0, out.length);
        packed.write(out, 0, count);
      }
      case "crc32c" -> {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        packed.write(bytes);
        packed.write(
            ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) sum.getValue())
                .array());
      }
      default -> throw new AssertionError(packing);
    }
    return packed.toByteArray();
  }

  private String numPyName() {
    String kind = type.isInteger() ? (type.name().startsWith("U") ? "u" : "i") : "f";
    String end = type.bytes() == 1 ? "|" : order == ByteOrder.BIG_ENDIAN ? ">" : "<";
    return end + kind + type.bytes();
  }

  private String metadata2() {
    return """
        {"zarr_format": 2, "shape": %s, "chunks": %s, "dtype": "%s", "order": "%s", "filters": null,
         "fill_value": %s, "compressor": %s, "dimension_separator": "%s"}
        """
        .formatted(
            Arrays.toString(shape),
            Arrays.toString(chunk),
            numPyName(),
            reversed ? "F" : "C",
            fill,
            packing.equals("none") ? "null" : "{\"id\": \"" + packing + "\"}",
            separator);
  }

  private String metadata3() {
    StringBuilder codecs = new StringBuilder();
    if (reversed) {
      int n = shape.length;
      int[] turned = IntStream.range(0, n).map(d -> n - 1 - d).toArray();
      codecs.append(
          "{\"name\": \"transpose\", \"configuration\": {\"order\": "
              + Arrays.toString(turned)
              + "}}, ");
    }
    codecs.append(bytesCodec(order));
    if (!packing.equals("none")) {
      codecs.append(", {\"name\": \"" + packing + "\", \"configuration\": {}}");
    }
    String all = "[" + codecs + "]";
    if (shard.length > 0) {
      all =
          """
          [{"name": "sharding_indexed", "configuration": {"chunk_shape": %s, "codecs": %s,
            "index_codecs": [%s, {"name": "crc32c"}], "index_location": "end"}}]
          """
              .formatted(Arrays.toString(chunk), all, bytesCodec(ByteOrder.LITTLE_ENDIAN));
    }
    return """
        {"zarr_format": 3, "node_type": "array", "shape": %s, "data_type": "%s",
         "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": %s}},
         "chunk_key_encoding": {"name": "default", "configuration": {"separator": "%s"}},
         "fill_value": %s, "codecs": %s, "attributes": {}%s}
        """
        .formatted(
            Arrays.toString(shape),
            type.name().toLowerCase(Locale.ROOT),
            Arrays.toString(shard.length > 0 ? shard : chunk),
            separator,
            fill,
            all,
            names.isEmpty()
                ? ""
                : ", \"dimension_names\": [\"" + String.join("\", \"", names) + "\"]");
  }

  private static String bytesCodec(ByteOrder order) {
    String endian = order == ByteOrder.BIG_ENDIAN ? "big" : "little";
    return "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"" + endian + "\"}}";
  }

  /** Writes what OME says of an image, in the version that goes with Zarr's. */
  static void writeImage(int version, Path folder, String multiscale) throws IOException {
    Files.createDirectories(folder);
    if (version == 2) {
      Files.writeString(folder.resolve(".zgroup"), "{\"zarr_format\": 2}");
      Files.writeString(folder.resolve(".zattrs"), "{\"multiscales\": [" + multiscale + "]}");
    } else {
      Files.writeString(
          folder.resolve("zarr.json"),
          """
          {"zarr_format": 3, "node_type": "group",
           "attributes": {"ome": {"version": "0.5", "multiscales": [%s]}}}
          """
              .formatted(multiscale));
    }
  }
}
