/**
 * What users did before networks carried masks: the nearest annotated mask copied, shapes
 * interpolated, and three methods that grow from seeds (random walker, geodesic distance, graph
 * cut); and a network that sees the window as a whole. They answer the same annotated slices as a
 * session of mem3d, for comparison.
 *
 * <p>Start with {@link org.mem3d.eval.baseline.Baseline}, all methods that need nothing else, and
 * {@link org.mem3d.eval.baseline.NetworkBaseline}, whose network is another module's; {@link
 * org.mem3d.eval.baseline.BaselineSimulation} plays them beside a {@link org.mem3d.eval.Protocol}.
 * The methods are stateless but for the network, values immutable; a play belongs to one thread.
 */
@NullMarked
package org.mem3d.eval.baseline;

import org.jspecify.annotations.NullMarked;
