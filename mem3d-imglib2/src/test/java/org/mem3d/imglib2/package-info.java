/** Tests of ImgLib2's images. */
@NullMarked
package org.mem3d.imglib2;

import org.jspecify.annotations.NullMarked;
