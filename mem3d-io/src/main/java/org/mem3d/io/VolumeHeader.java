package org.mem3d.io;

import org.mem3d.Grid;

/**
 * What is known of a file's volumes before their voxels are read. Immutable.
 *
 * @param format what the file is
 * @param type number type of the stored voxels
 * @param grid sizes and geometry of one volume
 * @param frames volumes in the file; usually 1
 */
public record VolumeHeader(VolumeFormat format, VoxelType type, Grid grid, int frames) {}
