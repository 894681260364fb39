/**
 * Tensors made by formula, and the published networks run with them: the means to check a backend,
 * or another implementation, to the digit without any weight file.
 *
 * <p>Start with {@link org.mem3d.published.golden.GoldenNetwork}. All classes are immutable.
 */
@NullMarked
package org.mem3d.published.golden;

import org.jspecify.annotations.NullMarked;
