/**
 * Slices of a volume on the screen, with masks and marks over them, and marks made with the mouse.
 *
 * <p>Start with {@link org.mem3d.viewer.slice.VolumePanel}, a Swing component that needs nothing
 * else of the viewer. It knows no session: a program hands it masks ({@link
 * org.mem3d.viewer.slice.ShownMask}) and gets {@link org.mem3d.Interaction}s.
 *
 * <p><b>Threads.</b> Components belong to the event thread. Slices are read and drawn on a thread
 * of the panel's ({@link org.mem3d.viewer.slice.SliceLoader}); what it hands over is immutable.
 */
@NullMarked
package org.mem3d.viewer.slice;

import org.jspecify.annotations.NullMarked;
