package org.mem3d.importer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.mem3d.runtime.weights.Float16;

/** The element types of PyTorch's storages that become float32. */
enum StorageType {
  FLOAT("FloatStorage", 4),
  DOUBLE("DoubleStorage", 8),
  HALF("HalfStorage", 2),
  BFLOAT16("BFloat16Storage", 2),
  LONG("LongStorage", 8),
  INT("IntStorage", 4),
  SHORT("ShortStorage", 2),
  CHAR("CharStorage", 1),
  BYTE("ByteStorage", 1),
  BOOL("BoolStorage", 1);

  private final String className;
  private final int bytes;

  StorageType(String className, int bytes) {
    this.className = className;
    this.bytes = bytes;
  }

  /** Returns the size of one element. */
  int bytes() {
    return bytes;
  }

  /** Returns the type of a storage class of the module {@code torch}, or null. */
  static @Nullable StorageType named(String className) {
    for (StorageType type : values()) {
      if (type.className.equals(className)) {
        return type;
      }
    }
    return null;
  }

  /** Returns the element at a byte offset, rounded to float32. */
  float decode(ByteBuffer data, int at) {
    return switch (this) {
      case FLOAT -> data.getFloat(at);
      case DOUBLE -> (float) data.getDouble(at);
      case HALF -> Float16.toFloat(data.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(data.getShort(at) << 16);
      case LONG -> data.getLong(at);
      case INT -> data.getInt(at);
      case SHORT -> data.getShort(at);
      case CHAR -> data.get(at);
      case BYTE, BOOL -> data.get(at) & 0xff;
    };
  }
}
