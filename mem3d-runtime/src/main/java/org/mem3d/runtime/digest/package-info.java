/**
 * Checksums of what is kept in files ({@link org.mem3d.runtime.digest.Sha256}). Start there; all of
 * it is stateless.
 */
@NullMarked
package org.mem3d.runtime.digest;

import org.jspecify.annotations.NullMarked;
