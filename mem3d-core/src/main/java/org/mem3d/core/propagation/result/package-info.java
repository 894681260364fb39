/**
 * From the network's answers to the masks of an object: blending of chains, shape interpolation,
 * predicted Dice, and which slice to annotate next.
 *
 * <p>Start with {@link org.mem3d.core.propagation.result.Blend}. Everything here is immutable or
 * stateless.
 */
@NullMarked
package org.mem3d.core.propagation.result;

import org.jspecify.annotations.NullMarked;
