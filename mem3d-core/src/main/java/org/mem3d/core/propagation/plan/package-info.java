/**
 * Which slices are visited in which order, and what is known of them from an earlier propagation.
 *
 * <p>An {@link org.mem3d.core.propagation.plan.AnnotatedMask} is where slices are propagated from,
 * {@link org.mem3d.core.propagation.plan.SliceOrder} says to which. What was answered is recorded
 * with all it depends on ({@link org.mem3d.core.propagation.plan.ChainRecord}, {@link
 * org.mem3d.core.propagation.plan.IntervalRecord}), so that the {@link
 * org.mem3d.core.propagation.plan.PropagationCache} answers where nothing changed. A {@link
 * org.mem3d.core.propagation.plan.Revision} says which of the masks so far a new propagation may
 * change. Everything here is immutable.
 */
@NullMarked
package org.mem3d.core.propagation.plan;

import org.jspecify.annotations.NullMarked;
