/**
 * Surfaces of objects, drawn without a graphics card: {@link org.mem3d.viewer.surface.SurfacePanel}
 * is the component. They are found and written by {@link org.mem3d.io.mesh}.
 */
@NullMarked
package org.mem3d.viewer.surface;

import org.jspecify.annotations.NullMarked;
