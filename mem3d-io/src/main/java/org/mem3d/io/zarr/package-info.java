/**
 * Zarr arrays in folders, versions 2 and 3, and what OME's metadata say of images made of them.
 *
 * <p>Programs open images by {@link org.mem3d.io.OmeZarr} or {@link org.mem3d.io.Volumes}. Needs
 * Jackson on the class path, and for chunks of zstd, lz4 and blosc aircompressor.
 */
@NullMarked
package org.mem3d.io.zarr;

import org.jspecify.annotations.NullMarked;
