/**
 * ImgLib2's images as volumes, and masks and probabilities as ImgLib2's images.
 *
 * <p>{@link org.mem3d.imglib2.ImgVolume} wraps an image without copying it, {@link
 * org.mem3d.imglib2.ImgMasks} makes images of masks, and marks of masks that are images. Stateless
 * or immutable; may be shared by threads as far as the image may.
 */
@NullMarked
package org.mem3d.imglib2;

import org.jspecify.annotations.NullMarked;
