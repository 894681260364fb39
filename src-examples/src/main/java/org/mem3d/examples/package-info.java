/**
 * Small programs to copy from. Not a library: nothing may depend on it.
 *
 * <p>Start with {@link org.mem3d.examples.FiveLines}, which the README shows; {@link
 * org.mem3d.examples.CorrectionRounds} goes on until the user is content, and {@link
 * org.mem3d.examples.OwnPixels} segments a volume that is in no file.
 */
@NullMarked
package org.mem3d.examples;

import org.jspecify.annotations.NullMarked;
