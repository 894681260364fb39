package org.mem3d.core.propagation;

import org.mem3d.core.region.SlicePatch;

/**
 * An annotated slice, from which masks are carried on.
 *
 * @param slice its index
 * @param patch its mask; empty if the object is not there
 */
public record Anchor(int slice, SlicePatch patch) {}
