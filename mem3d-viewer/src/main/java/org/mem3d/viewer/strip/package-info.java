/** A slider through the slices of a volume that shows what is known of each. */
@NullMarked
package org.mem3d.viewer.strip;

import org.jspecify.annotations.NullMarked;
