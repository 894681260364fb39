/**
 * Propagation: from annotated slices to the masks of all others.
 *
 * <p>Start with {@link org.mem3d.core.propagation.WindowPropagation} and, for one object, {@link
 * org.mem3d.core.propagation.ObjectPropagation}: the package {@code plan} says which slices in
 * which order and what is known from before, {@code run} asks the network, {@code result} makes
 * masks of its answers. An engine knows it as a {@link org.mem3d.core.propagation.Propagator};
 * published networks have another. One thread at a time.
 */
@NullMarked
package org.mem3d.core.propagation;

import org.jspecify.annotations.NullMarked;
