/**
 * Interactive segmentation of volumes: all that a program that uses mem3d needs.
 *
 * <p>Start with {@link org.mem3d.SegmentationEngine}: it opens a {@link
 * org.mem3d.SegmentationSession} on a {@link org.mem3d.Volume}; {@link org.mem3d.Interaction}s say
 * what the user marked; {@link org.mem3d.Mask} is the result.
 *
 * <p><b>Coordinates.</b> Voxels are numbered x, y, z, x fastest, from 0, their centres at whole
 * numbers. A slice is a fixed index along an {@link org.mem3d.Axis}; positions in it are the two
 * remaining coordinates in the order x, y, z, called u and v, u fastest. Spacing is in millimetres;
 * world coordinates are NIfTI's (RAS+: x to the patient's right, y to the front, z upwards). A mask
 * or volume made for another lies on its {@link org.mem3d.Grid}; {@code onGrid} sees to that.
 *
 * <p><b>Threads.</b> Values (geometry, interactions, masks, suggestions) are immutable. An engine
 * may be shared; a session is used by one thread at a time.
 *
 * <p><b>Errors.</b> What a user or a file can cause is a {@link org.mem3d.Mem3dException} that
 * names the values and the remedy. What a program does wrong is told at once: an argument that is
 * null by a {@link NullPointerException} that names it, a session or engine that is closed or busy
 * by an {@link IllegalStateException}. Whatever a step throws, {@link OutOfMemoryError} included,
 * it leaves the session as it was.
 */
@NullMarked
package org.mem3d;

import org.jspecify.annotations.NullMarked;
