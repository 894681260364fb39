/**
 * Surfaces of objects: found by {@link org.mem3d.io.mesh.SurfaceNets}, written by {@link
 * org.mem3d.io.mesh.MeshFile}. Everything is immutable or stateless.
 */
@NullMarked
package org.mem3d.io.mesh;

import org.jspecify.annotations.NullMarked;
