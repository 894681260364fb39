/**
 * Refinement: predicted masks are brought to the edges of the image.
 *
 * <p>Start with {@link org.mem3d.core.refinement.Refinement}: it cuts a {@link
 * org.mem3d.core.refinement.CellGrid} out of the volume, learns from the annotated slices which
 * intensities are the object's ({@link org.mem3d.core.refinement.IntensityLikelihoodRatio}), and
 * lets a {@link org.mem3d.core.refinement.RandomWalker} join both with the annotated slices' masks.
 * Knows no network. Stateless but for one block's work, which belongs to one thread.
 */
@NullMarked
package org.mem3d.core.refinement;

import org.jspecify.annotations.NullMarked;
