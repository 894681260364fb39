package org.mem3d.backend.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** A place in native memory that somebody else owns; may be moved to another place. */
final class Address extends FloatPointer {
  Address(long address) {
    super((org.bytedeco.javacpp.Pointer) null);
    this.address = address;
  }

  /** Makes this point elsewhere. */
  void move(long newAddress) {
    address = newAddress;
  }
}
