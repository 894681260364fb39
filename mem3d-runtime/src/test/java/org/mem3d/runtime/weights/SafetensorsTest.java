package org.mem3d.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.ModelException;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

class SafetensorsTest {
  private static byte[] file(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }

  private static Safetensors read(byte[] file) {
    return Safetensors.read(new ByteArrayInputStream(file), "test.safetensors");
  }

  private static ByteBuffer data(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Safetensors one(String dtype, String shape, ByteBuffer data) {
    String header =
        "{\"t\":{\"dtype\":\""
            + dtype
            + "\",\"shape\":"
            + shape
            + ",\"data_offsets\":[0,"
            + data.capacity()
            + "]}}";
    return read(file(header, data.array()));
  }

  @Test
  void bfloat16IsTheNearest(@TempDir Path dir) {
    float[] values = {
      1, 1.00390625f, 1.01171875f, 1.0059f, -3.14159f, 0x1p-140f, Float.MAX_VALUE, -0f, Float.NaN
    };
    float[] nearest = {
      1, 1, 1.015625f, 1.0078125f, -3.140625f, 0, Float.POSITIVE_INFINITY, -0f, Float.NaN
    };
    MapWeights weights = new MapWeights().put("t", Shape.of(values.length), values);
    Path path = dir.resolve("half.safetensors");
    SafetensorsWriter.write(path, weights, Map.of(), DType.BF16);
    assertThat(Safetensors.open(path).values("t")).containsExactly(nearest);
  }

  @Test
  void weightsAreNotWrittenInFloat16(@TempDir Path dir) {
    MapWeights weights = new MapWeights().put("t", Shape.of(1), new float[1]);
    Path path = dir.resolve("half.safetensors");
    assertThatThrownBy(() -> SafetensorsWriter.write(path, weights, Map.of(), DType.F16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F16");
    assertThat(path).doesNotExist();
  }

  @Test
  void writtenFilesReadBackTheSame(@TempDir Path dir) throws IOException {
    long seed = 20261124;
    Random random = new Random(seed);
    MapWeights weights = new MapWeights();
    for (String name : new String[] {"a", "b.weight", "with \"quotes\" \\ and \n lines", "ü"}) {
      Shape shape = Shape.of(1 + random.nextInt(4), 1 + random.nextInt(5), 3);
      float[] values = new float[shape.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(random.nextInt());
      }
      weights.put(name, shape, values);
    }
    Map<String, String> metadata = Map.of("made by", "a \"test\"", "second", "line\nline");
    Path path = dir.resolve("w.safetensors");
    SafetensorsWriter.write(path, weights, metadata);
    SafetensorsWriter.write(path, weights, metadata);
    Safetensors read = Safetensors.open(path);
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.names()).containsExactlyElementsOf(weights.names());
    for (String name : weights.names()) {
      assertThat(read.shape(name)).isEqualTo(weights.shape(name));
      assertThat(read.values(name)).as("seed " + seed).containsExactly(weights.values(name));
    }
    assertThat(ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .as("the header ends at a multiple of eight")
        .matches(length -> length % 8 == 0);
    try (var left = Files.list(dir)) {
      assertThat(left).as("nothing but the file").containsExactly(path);
    }
  }

  @Test
  void aFailedWriteLeavesNothing(@TempDir Path dir) throws IOException {
    Weights broken =
        new Weights() {
          @Override
          public Set<String> names() {
            return Set.of("t");
          }

          @Override
          public Shape shape(String name) {
            return Shape.of(2);
          }

          @Override
          public float[] values(String name) {
            throw new GraphException("gone");
          }
        };
    assertThatThrownBy(() -> SafetensorsWriter.write(dir.resolve("w"), broken, Map.of()))
        .hasMessage("gone");
    try (var left = Files.list(dir)) {
      assertThat(left).isEmpty();
    }
    assertThatThrownBy(
            () -> SafetensorsWriter.write(dir.resolve("no/w"), new MapWeights(), Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no/w");
  }

  @Test
  void everyTypeIsDecoded() {
    assertThat(one("F32", "[2]", data(8).putFloat(1.5f).putFloat(-2)).values("t"))
        .containsExactly(1.5f, -2);
    assertThat(one("F64", "[2]", data(16).putDouble(0.1).putDouble(-1e300)).values("t"))
        .containsExactly(0.1f, Float.NEGATIVE_INFINITY);
    assertThat(one("I64", "[1]", data(8).putLong(-3)).values("t")).containsExactly(-3);
    assertThat(one("I32", "[2]", data(8).putInt(7).putInt(-8)).values("t")).containsExactly(7, -8);
    assertThat(one("U8", "[3]", data(3).put((byte) 0).put((byte) 128).put((byte) 255)).values("t"))
        .containsExactly(0, 128, 255);
    assertThat(
            one("BF16", "[2]", data(4).putShort((short) 0x3fc0).putShort((short) 0xff80))
                .values("t"))
        .containsExactly(1.5f, Float.NEGATIVE_INFINITY);
    int[] halves = {0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x0400};
    ByteBuffer half = data(2 * halves.length);
    for (int bits : halves) {
      half.putShort((short) bits);
    }
    assertThat(one("F16", "[9]", half).values("t"))
        .containsExactly(
            1,
            -2,
            0.33325195f,
            65504,
            0x1p-24f,
            -0.0f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            0x1p-14f);
    assertThat(one("F16", "[1]", data(2).putShort((short) 0x7e00)).values("t")[0]).isNaN();
  }

  @Test
  void scalarsHaveOneElement() {
    Safetensors file = one("I64", "[]", data(8).putLong(12));
    assertThat(file.shape("t")).isEqualTo(Shape.of(1));
    assertThat(file.values("t")).containsExactly(12);
  }

  @Test
  void unknownTensorsAreNamed() {
    Safetensors file = one("F32", "[1]", data(4));
    assertThatThrownBy(() -> file.values("other"))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("test.safetensors", "'other'");
    assertThatThrownBy(() -> file.shape("other")).hasMessageContaining("'other'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}}",
        "{\"t\":1}",
        "{\"t\"}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"t\":{}}",
        "{\"t\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1e0],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"U8\",\"shape\":[1],"
            + "\"data_offsets\":[9223372036854775807,-9223372036854775808]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}}",
        "{\"t\":\"\\u12\"}",
        "{\"t\":\"\\x\"}",
        "{\"__metadata__\":7}",
        "{\"t\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void brokenHeadersAreRefused(String header) {
    assertThatThrownBy(() -> read(file(header, new byte[4])))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("test.safetensors");
  }

  @Test
  void filesThatAreNotSafetensorsAreRefused(@TempDir Path dir) throws IOException {
    byte[][] contents = {
      {},
      {1, 2, 3},
      new byte[8],
      new byte[100],
      data(16).putLong(1L << 40).array(),
      data(16).putLong(-1).array(),
      "PK\003\004 a zip archive".getBytes(StandardCharsets.UTF_8)
    };
    for (byte[] content : contents) {
      Path path = Files.write(dir.resolve("w"), content);
      assertThatThrownBy(() -> Safetensors.open(path))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll(path.toString(), "not a safetensors file");
    }
    assertThatThrownBy(() -> Safetensors.open(dir.resolve("none")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no file");
    assertThatThrownBy(() -> Safetensors.open(dir))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("directory");
  }

  @Test
  void damagedFilesGiveModelExceptionsOnly() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("SafetensorsTest seed " + seed);
    Random random = new Random(seed);
    byte[] good =
        file(
            "{\"__metadata__\":{\"by\":\"me\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[8,14]}}",
            new byte[14]);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bad =
          java.util.Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(40));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        int at = 8 + random.nextInt(bad.length - 8);
        boolean digit = random.nextBoolean();
        bad[at] =
            (byte)
                (digit ? "0123456789-[]{},:\"\\eE.".charAt(random.nextInt(21)) : random.nextInt());
      }
      try {
        Safetensors file = read(bad);
        for (String name : file.names()) {
          assertThat(file.values(name)).hasSize(file.shape(name).elements());
        }
      } catch (ModelException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + e, e);
      }
    }
    assertThat(refused).isPositive();
  }
}
