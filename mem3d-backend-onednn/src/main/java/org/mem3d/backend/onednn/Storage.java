package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.global.dnnl;

/** A run of bytes that values lie in: in the arena, a constant, or a tensor given at each run. */
final class Storage {
  /** Whose bytes they are. */
  enum Kind {
    /** The graph's arena. */
    ARENA,
    /** Weights: written at compile time, owned by the graph. */
    CONSTANT,
    /** An input's tensor. */
    INPUT,
    /** An output's tensor, or the arena if the output is left out of a run. */
    OUTPUT
  }

  /** A memory object that lies so many bytes behind the beginning. */
  private record Follower(dnnl_memory memory, long offset, Address at) {}

  private final long bytes;
  private final Address address = new Address(0);
  private final List<Follower> followers = new ArrayList<>();
  private Kind kind;
  private int firstStep = Integer.MAX_VALUE;
  private int lastStep = -1;
  private long offset = -1;

  Storage(Kind kind, long bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  Kind kind() {
    return kind;
  }

  /** Makes this the place of an output. */
  void becomeOutput() {
    kind = Kind.OUTPUT;
  }

  /** Notes that this holds weights. */
  void becomeConstant() {
    kind = Kind.CONSTANT;
  }

  long bytes() {
    return bytes;
  }

  /** Notes that a step reads or writes this. */
  void usedBy(int step) {
    firstStep = Math.min(firstStep, step);
    lastStep = Math.max(lastStep, step);
  }

  boolean inArena() {
    return (kind == Kind.ARENA || kind == Kind.OUTPUT) && lastStep >= 0;
  }

  int firstStep() {
    return firstStep;
  }

  int lastStep() {
    return lastStep;
  }

  long offset() {
    return offset;
  }

  void place(long newOffset) {
    offset = newOffset;
  }

  /** Where the bytes are now. */
  Address address() {
    return address;
  }

  /** Has a memory object follow this when it moves, so many bytes behind its beginning. */
  void attach(dnnl_memory memory, long offset) {
    followers.add(new Follower(memory, offset, new Address(address.address() + offset)));
  }

  /** Forgets the memory objects that follow this. */
  void detach() {
    followers.clear();
  }

  /** Moves to another place; all attached memory objects follow. */
  void move(long newAddress) {
    if (address.address() != newAddress) {
      address.move(newAddress);
      for (int i = 0; i < followers.size(); i++) {
        Follower follower = followers.get(i);
        follower.at.move(newAddress + follower.offset);
        Dnnl.check(
            dnnl.dnnl_memory_set_data_handle(follower.memory, follower.at), "binding a tensor");
      }
    }
  }
}
