/**
 * Volumes and masks in files, and slices as pictures.
 *
 * <p>Start with {@link org.mem3d.io.Volumes}: it opens a volume, reads labels and writes both. What
 * lies behind it is {@link org.mem3d.io.NiftiReader}, {@link org.mem3d.io.NiftiHeader}, and a
 * writer for each format with settings of its own: {@link org.mem3d.io.NiftiWriter}, {@link
 * org.mem3d.io.NrrdWriter}, {@link org.mem3d.io.MetaImageWriter}. {@link org.mem3d.io.SliceOverlay}
 * draws a slice with masks and marks, {@link org.mem3d.io.Montage} puts pictures side by side.
 *
 * <p><b>Errors.</b> Whatever is wrong with a file is a {@link org.mem3d.VolumeException} whose
 * message begins with the file's name. A failed write leaves what was at the target as it was.
 *
 * <p><b>Threads.</b> Everything public here is immutable or stateless and may be shared, but for
 * {@link org.mem3d.io.Montage}, which belongs to one thread.
 *
 * <p>Pictures are made without fonts, windows or the rest of a desktop, so they can be made on a
 * bare server.
 */
@NullMarked
package org.mem3d.io;

import org.jspecify.annotations.NullMarked;
