/**
 * ImageJ's images as volumes, its ROIs as marks, and masks as its images, overlays and ROIs.
 *
 * <p>{@link org.mem3d.imagej.ImagePlusVolume} wraps an image without copying it, {@link
 * org.mem3d.imagej.RoiMarks} makes marks of ROIs, {@link org.mem3d.imagej.MaskImages} shows masks.
 * ImageJ's own objects may be used by one thread at a time; volumes of them may be read by several.
 */
@NullMarked
package org.mem3d.imagej;

import org.jspecify.annotations.NullMarked;
