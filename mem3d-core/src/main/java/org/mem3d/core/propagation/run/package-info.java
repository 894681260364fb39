/**
 * From slice to slice with the memory network: chains and intervals, their memory banks, and the
 * network's answers.
 *
 * <p>Start with {@link org.mem3d.core.propagation.run.Chain}, one mask on its way; {@link
 * org.mem3d.core.propagation.run.ChainRunner} advances several as one batch. {@link
 * org.mem3d.core.propagation.run.SliceInterval} and its runner serve the plans without chains. One
 * thread at a time.
 */
@NullMarked
package org.mem3d.core.propagation.run;

import org.jspecify.annotations.NullMarked;
