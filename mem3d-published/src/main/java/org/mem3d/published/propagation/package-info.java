/**
 * How the published memory networks go from slice to slice, by the published code or by the paper.
 *
 * <p>Start with {@link org.mem3d.published.propagation.PublishedPropagator}. One thread at a time.
 */
@NullMarked
package org.mem3d.published.propagation;

import org.jspecify.annotations.NullMarked;
