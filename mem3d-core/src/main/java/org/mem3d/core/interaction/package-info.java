/**
 * Interaction: from the marks on one slice to its mask.
 *
 * <p>Start with {@link org.mem3d.core.interaction.SliceSegmenter}. {@link
 * org.mem3d.core.interaction.MarkDrawing} draws marks as the network wants them, {@link
 * org.mem3d.core.interaction.AnnotatedSlice} is what a slice's marks have led to; a {@link
 * org.mem3d.core.interaction.Repair} limits what they change of a mask that came from elsewhere.
 * One thread at a time. Published networks have a {@link org.mem3d.core.interaction.Segmenter} of
 * their own.
 */
@NullMarked
package org.mem3d.core.interaction;

import org.jspecify.annotations.NullMarked;
