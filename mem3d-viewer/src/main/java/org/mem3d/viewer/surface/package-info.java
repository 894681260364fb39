/**
 * Surfaces of objects: found in a mask, drawn without a graphics card, and written to files.
 *
 * <p>Start with {@link org.mem3d.viewer.surface.SurfacePanel} for a component, with {@link
 * org.mem3d.viewer.surface.SurfaceNets} for the surfaces alone.
 */
@NullMarked
package org.mem3d.viewer.surface;

import org.jspecify.annotations.NullMarked;
