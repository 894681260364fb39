package org.mem3d;

/** A plane whose rectangle is a part of an array. Immutable, if the array is not changed. */
final class ArrayPlane extends BytePlane {
  private final byte[] bytes;
  private final int offset;
  private final int stride;

  /**
   * @param offset where the rectangle's first byte is
   * @param stride from there to the first byte of its next row
   */
  ArrayPlane(byte[] bytes, int offset, int stride, int lowX, int lowY, int width, int height) {
    super(lowX, lowY, width, height);
    this.bytes = bytes;
    this.offset = offset;
    this.stride = stride;
  }

  /** Returns a plane with an array of its own, of the rectangle alone. */
  static ArrayPlane copy(BytePlane plane) {
    byte[] bytes = new byte[plane.width * plane.height];
    for (int row = 0; row < plane.height; row++) {
      plane.copyRow(row, 0, plane.width, bytes, row * plane.width);
    }
    return new ArrayPlane(bytes, 0, plane.width, plane.lowX, plane.lowY, plane.width, plane.height);
  }

  @Override
  byte kept(int column, int row) {
    return bytes[offset + row * stride + column];
  }

  @Override
  void copyRow(int row, int from, int end, byte[] to, int at) {
    System.arraycopy(bytes, offset + row * stride + from, to, at, end - from);
  }
}
