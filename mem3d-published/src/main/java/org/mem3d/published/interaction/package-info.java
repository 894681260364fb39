/**
 * How the published interaction network answers marks.
 *
 * <p>Start with {@link org.mem3d.published.interaction.PublishedSegmenter}. One thread at a time.
 */
@NullMarked
package org.mem3d.published.interaction;

import org.jspecify.annotations.NullMarked;
