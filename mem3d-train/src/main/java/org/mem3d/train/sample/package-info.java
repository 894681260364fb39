/**
 * Training samples from labelled volumes, seen as the engine sees them: its windows, its
 * normalisation, its drawing of marks.
 *
 * <p>Start with {@link org.mem3d.train.sample.SequenceSampler} (runs of slices for the memory
 * network), {@link org.mem3d.train.sample.MarkSampler} (marked slices for the interaction network)
 * and {@link org.mem3d.train.sample.WindowSampler} (windows with annotated slices for the 3D U-Net
 * of the evaluation). Samplers belong to one thread; batches are filled by one and read by another.
 */
@NullMarked
package org.mem3d.train.sample;

import org.jspecify.annotations.NullMarked;
