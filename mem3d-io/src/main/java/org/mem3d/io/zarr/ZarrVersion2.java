package org.mem3d.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mem3d.VolumeException;

/** Reads what {@code .zarray} says of an array of version 2. Stateless. */
final class ZarrVersion2 {
  static final String ARRAY = ".zarray";
  static final String GROUP = ".zgroup";
  static final String ATTRIBUTES = ".zattrs";

  private ZarrVersion2() {}

  /**
   * Reads an array's metadata.
   *
   * @throws VolumeException if they are damaged, or say of chunks what is not read
   */
  static ZarrArray array(Path folder) {
    ZarrJson json = ZarrJson.read(folder.resolve(ARRAY));
    JsonNode root = json.root();
    int[] shape = json.wholeNumbers(root.path("shape"), "shape", 1);
    String dtype = root.path("dtype").asText();
    ElementType type =
        ElementType.ofNumPy(dtype)
            .orElseThrow(
                () ->
                    json.wrong(
                        "has elements of the type "
                            + ZarrJson.shown(root.path("dtype"))
                            + ": whole numbers and floats are read"));
    JsonNode filters = root.path("filters");
    if (!filters.isMissingNode() && !filters.isNull() && !filters.isEmpty()) {
      throw json.wrong(
          "has chunks with the filter "
              + Codec.name(filters.get(0))
              + ", which is not read: store it without filters");
    }
    return new ZarrArray(
        folder,
        shape,
        json.wholeNumbers(root.path("chunks"), "chunks", 1),
        layout(json, shape.length),
        type,
        FillValue.of(json, root.path("fill_value"), type),
        codecs(json, root.path("compressor")),
        new ChunkFiles(folder, "", separator(json, root.path("dimension_separator").asText("."))),
        List.of());
  }

  private static int[] layout(ZarrJson json, int axes) {
    String order = json.root().path("order").asText("C");
    return switch (order) {
      case "C" -> IntStream.range(0, axes).toArray();
      case "F" -> IntStream.range(0, axes).map(i -> axes - 1 - i).toArray();
      default -> throw json.wrong("has chunks in the order " + order + ", not C or F");
    };
  }

  static String separator(ZarrJson json, String separator) {
    if (!separator.equals(".") && !separator.equals("/")) {
      throw json.wrong("separates numbers of chunks by '" + separator + "', not by . or /");
    }
    return separator;
  }

  private static List<Codec> codecs(ZarrJson json, JsonNode compressor) {
    List<Codec> codecs = new ArrayList<>();
    if (!compressor.isMissingNode() && !compressor.isNull()) {
      codecs.add(codec(json, compressor));
    }
    return codecs;
  }

  static Codec codec(ZarrJson json, JsonNode codec) {
    return Codec.of(Codec.name(codec))
        .orElseThrow(
            () ->
                json.wrong(
                    "has chunks packed with '"
                        + Codec.name(codec)
                        + "', which is not read: pack them with gzip, zlib, zstd, lz4 or blosc"));
  }
}
