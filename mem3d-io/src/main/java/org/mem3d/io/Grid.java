package org.mem3d.io;

import org.mem3d.Geometry;

/** How many voxels lie along each axis, and where. */
record Grid(int sizeX, int sizeY, int sizeZ, Geometry geometry) {}
