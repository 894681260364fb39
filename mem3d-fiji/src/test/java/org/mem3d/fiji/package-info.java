/** Tests of the jar for ImageJ and Fiji. */
@NullMarked
package org.mem3d.fiji;

import org.jspecify.annotations.NullMarked;
