/** Tests of ImageJ's images. */
@NullMarked
package org.mem3d.imagej;

import org.jspecify.annotations.NullMarked;
