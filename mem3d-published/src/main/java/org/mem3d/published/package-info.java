/**
 * The published networks, as an engine finds them on its class path.
 *
 * <p>Start with {@link org.mem3d.published.PublishedModelFamily}.
 */
@NullMarked
package org.mem3d.published;

import org.jspecify.annotations.NullMarked;
