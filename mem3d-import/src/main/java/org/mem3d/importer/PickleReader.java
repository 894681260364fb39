package org.mem3d.importer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mem3d.ModelException;
import org.mem3d.importer.StoredTensor.Storage;

/**
 * Reads one pickle (protocols 2 to 5) into plain values: {@link Nothing}, Boolean, Long,
 * BigInteger, Double, String, byte[], List (Python's tuples too), Map, {@link StoredTensor}, {@link
 * Storage}, {@link PickledName}. Knows the opcodes that build such values, and no others.
 */
final class PickleReader {
  /** Values that stand for what is not kept. */
  enum Nothing {
    /** Python's None. */
    NONE,
    /** Something that the weights do not need. */
    IGNORED
  }

  private enum Mark {
    MARK
  }

  /** A checkpoint of some hundred tensors takes some ten thousand. */
  private static final int MOST_STEPS = 2_000_000;

  private static final long MOST_BYTES = 1L << 26;
  private static final int NEWEST_PROTOCOL = 5;

  private final ByteReader in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private final Map<String, StorageType> storages;

  private PickleReader(ByteReader in, Map<String, StorageType> storages) {
    this.in = in;
    this.storages = storages;
  }

  /** Reads one pickle in which no storage matters. */
  static Object read(ByteReader in) {
    return read(in, new HashMap<>());
  }

  /**
   * Reads one pickle and leaves the reader behind it.
   *
   * @param storages gets the type of each storage that is mentioned, by its key
   * @throws ModelException if it is damaged, not one of a checkpoint, or asks for a Python object
   *     that is not on the list
   */
  static Object read(ByteReader in, Map<String, StorageType> storages) {
    return new PickleReader(in, storages).run();
  }

  private Object run() {
    long limit = in.position() + MOST_BYTES;
    for (int step = 0; step < MOST_STEPS && in.position() < limit; step++) {
      int opcode = in.unsignedByte();
      if (opcode == '.') {
        return pop();
      }
      execute(opcode);
    }
    throw damaged("has more steps than the weights of any network: this is no checkpoint");
  }

  /** Does one step; the letters and numbers are those of Python's module pickle. */
  private void execute(int opcode) {
    switch (opcode) {
      case 0x80 -> requireProtocol(in.unsignedByte());
      case 0x95 -> in.unsigned(8); // a frame's length
      case '(' -> stack.add(Mark.MARK);
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> stack.add(peek());
      case 'N' -> stack.add(Nothing.NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) (int) in.unsigned(4));
      case 'K' -> stack.add(in.unsigned(1));
      case 'M' -> stack.add(in.unsigned(2));
      case 0x8a -> stack.add(integer(in.bytes(in.unsigned(1))));
      case 0x8b -> stack.add(integer(in.bytes(in.unsigned(4))));
      case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(in.unsigned(8))));
      case 0x8c, 'U' -> stack.add(in.text(in.unsigned(1)));
      case 'X', 'T' -> stack.add(in.text(in.unsigned(4)));
      case 0x8d -> stack.add(in.text(in.unsigned(8)));
      case 'C' -> stack.add(in.bytes(in.unsigned(1)));
      case 'B' -> stack.add(in.bytes(in.unsigned(4)));
      case ')', ']' -> stack.add(new ArrayList<>());
      case 't', 'l' -> stack.add(popToMark());
      case 0x85 -> stack.add(popLast(1));
      case 0x86 -> stack.add(popLast(2));
      case 0x87 -> stack.add(popLast(3));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case '}' -> stack.add(new LinkedHashMap<>());
      case 'd' -> stack.add(map(popToMark()));
      case 's' -> putAll(popLast(2));
      case 'u' -> putAll(popToMark());
      case 'q' -> memo.put(in.unsigned(1), peek());
      case 'r' -> memo.put(in.unsigned(4), peek());
      case 0x94 -> memo.put((long) memo.size(), peek());
      case 'h' -> stack.add(recall(in.unsigned(1)));
      case 'j' -> stack.add(recall(in.unsigned(4)));
      case 'c' -> stack.add(PickledName.of(in.line(), in.line(), in.source()));
      case 0x93 -> {
        List<Object> name = popLast(2);
        stack.add(PickledName.of(text(name.get(0)), text(name.get(1)), in.source()));
      }
      case 'Q' -> stack.add(storage(pop()));
      case 'R' -> {
        List<Object> call = popLast(2);
        stack.add(call(call.get(0), list(call.get(1))));
      }
      case 'b' -> ignoreState();
      default ->
          throw damaged(
              String.format(
                  Locale.ROOT,
                  "holds the pickle step 0x%02x at byte %d, which weights do not need: damaged, or no"
                      + " checkpoint",
                  opcode,
                  in.position() - 1));
    }
  }

  private void requireProtocol(int protocol) {
    if (protocol > NEWEST_PROTOCOL) {
      throw damaged("is of pickle protocol " + protocol + "; 2 to 5 are read");
    }
  }

  private static Object integer(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length + 1];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[bigEndian.length - 1 - i] = littleEndian[i];
    }
    boolean negative = littleEndian.length > 0 && littleEndian[littleEndian.length - 1] < 0;
    bigEndian[0] = (byte) (negative ? -1 : 0);
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private Object call(Object callee, List<?> arguments) {
    if (!(callee instanceof PickledName name)) {
      throw damaged("calls what is not a name");
    }
    switch (name.meaning()) {
      case ORDERED_MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
          for (Object pair : list(arguments.get(0))) {
            put(map, list(pair));
          }
        }
        return map;
      }
      case TENSOR -> {
        return tensor(arguments);
      }
      case PARAMETER -> {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof StoredTensor tensor)) {
          throw damaged("has a parameter without a tensor");
        }
        return tensor;
      }
      case IGNORED -> {
        return Nothing.IGNORED;
      }
      case STORAGE -> throw damaged("calls " + name.module() + "." + name.name());
    }
    throw new AssertionError(name);
  }

  private StoredTensor tensor(List<?> arguments) {
    if (arguments.size() < 4 || !(arguments.get(0) instanceof Storage storage)) {
      throw damaged("has a tensor without a storage");
    }
    List<Long> size = numbers(arguments.get(2));
    List<Long> stride = numbers(arguments.get(3));
    if (size.size() != stride.size()) {
      throw damaged("has a tensor of size " + size + " and strides " + stride);
    }
    return new StoredTensor(storage, number(arguments.get(1)), size, stride);
  }

  /** What a persistent id stands for: ('storage', type, key, place, elements, view or None). */
  private Storage storage(Object id) {
    List<?> parts = list(id);
    if (parts.isEmpty() || !"storage".equals(parts.get(0))) {
      throw damaged(
          "holds a whole module rather than weights: save its state_dict() and import that");
    }
    if (parts.size() < 5
        || !(parts.get(1) instanceof PickledName name)
        || name.meaning() != PickledName.Meaning.STORAGE) {
      throw damaged("has a storage of unknown type");
    }
    StorageType type = StorageType.named(name.name());
    if (type == null) {
      throw new AssertionError(name);
    }
    String key = text(parts.get(2));
    storages.put(key, type);
    if (parts.size() > 5 && parts.get(5) instanceof List<?> view && view.size() == 3) {
      return new Storage(type, key, number(view.get(1)), number(view.get(2)));
    }
    return new Storage(type, key, 0, number(parts.get(4)));
  }

  /** Attributes of a map or of an ignored value: nothing here has any. */
  private void ignoreState() {
    pop();
    Object target = peek();
    if (!(target instanceof Map) && target != Nothing.IGNORED) {
      throw damaged("sets attributes of a " + target.getClass().getSimpleName());
    }
  }

  private void append(List<Object> items) {
    mutableList(peek()).addAll(items);
  }

  private void putAll(List<Object> items) {
    Map<Object, Object> map = mutableMap(peek());
    map.putAll(map(items));
  }

  private Map<Object, Object> map(List<Object> items) {
    if (items.size() % 2 != 0) {
      throw damaged("has a map with a key without a value");
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i += 2) {
      put(map, items.subList(i, i + 2));
    }
    return map;
  }

  private void put(Map<Object, Object> map, List<?> pair) {
    if (pair.size() != 2) {
      throw damaged("has a map with an entry of " + pair.size() + " parts");
    }
    Object key = pair.get(0);
    // Lists and maps may hold themselves: hashing them would never end.
    if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
      throw damaged("has a map with a key that is neither text nor number");
    }
    map.put(key, pair.get(1));
  }

  private Object pop() {
    return popLast(1).get(0);
  }

  private Object peek() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == Mark.MARK) {
      throw damaged("takes from an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private List<Object> popLast(int count) {
    int size = stack.size();
    if (size < count || stack.subList(size - count, size).contains(Mark.MARK)) {
      throw damaged("takes from an empty stack");
    }
    return cut(size - count, size - count);
  }

  private List<Object> popToMark() {
    for (int i = stack.size() - 1; i >= 0; i--) {
      if (stack.get(i) == Mark.MARK) {
        return cut(i + 1, i);
      }
    }
    throw damaged("takes from an empty stack");
  }

  /** Takes all from {@code first} on off the stack and leaves {@code left} entries. */
  private List<Object> cut(int first, int left) {
    List<Object> taken = new ArrayList<>(stack.subList(first, stack.size()));
    stack.subList(left, stack.size()).clear();
    return taken;
  }

  private Object recall(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("recalls value " + index + ", which it never kept");
    }
    return value;
  }

  private String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw damaged("has a " + value.getClass().getSimpleName() + " where a text belongs");
  }

  private long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw damaged("has a " + value.getClass().getSimpleName() + " where a number belongs");
  }

  private List<Long> numbers(Object value) {
    Long[] numbers = list(value).stream().map(this::number).toArray(Long[]::new);
    return List.of(numbers);
  }

  private List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw damaged("has a " + value.getClass().getSimpleName() + " where a list belongs");
  }

  // Every list and map on the stack was made here.
  @SuppressWarnings("unchecked")
  private List<Object> mutableList(Object value) {
    return (List<Object>) list(value);
  }

  @SuppressWarnings("unchecked")
  private Map<Object, Object> mutableMap(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<Object, Object>) map;
    }
    throw damaged("has a " + value.getClass().getSimpleName() + " where a map belongs");
  }

  private ModelException damaged(String what) {
    return new ModelException(in.source() + " " + what);
  }
}
