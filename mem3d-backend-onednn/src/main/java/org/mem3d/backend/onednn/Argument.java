package org.mem3d.backend.onednn;

/** A value passed to a primitive under one of oneDNN's argument numbers. */
record Argument(int id, Value value) {}
