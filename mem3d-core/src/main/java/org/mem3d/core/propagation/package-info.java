/**
 * Propagation: which slice reads which memories, and how what two chains say is joined.
 *
 * <p>Start with {@link org.mem3d.core.propagation.WindowPropagation}: it turns annotated slices
 * into {@link org.mem3d.core.propagation.Chain}s, carries them on in lanes, and blends them into a
 * {@link org.mem3d.core.propagation.SlicePrediction} for each slice. {@link
 * org.mem3d.published.propagation.PublishedPropagation} does the same with a published network,
 * which sees slices whole; an engine knows both as a {@link org.mem3d.core.propagation.Propagator}.
 * One thread at a time.
 */
@NullMarked
package org.mem3d.core.propagation;

import org.jspecify.annotations.NullMarked;
