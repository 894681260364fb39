/**
 * The default model's networks as graphs, and their ready-to-run forms.
 *
 * <p>Start with {@link org.mem3d.core.network.MemoryNetwork}: a page that reads like the paper's
 * figure (Zhou et al. 2021, figure 2). {@link org.mem3d.core.network.Encoder}, {@link
 * org.mem3d.core.network.ValueEncoder}, {@link org.mem3d.core.network.MemoryRead}, {@link
 * org.mem3d.core.network.Decoder} and {@link org.mem3d.core.network.QualityHead} are its blocks;
 * the {@link org.mem3d.core.network.InteractionNetwork} shares most of them. {@link
 * org.mem3d.core.network.MemoryModel} and {@link org.mem3d.core.network.InteractionModel} hold what
 * a backend compiled; one thread at a time uses them.
 */
@NullMarked
package org.mem3d.core.network;

import org.jspecify.annotations.NullMarked;
