/**
 * Small programs to copy from. Not a library: nothing may depend on it.
 *
 * <p>Start with {@link org.mem3d.examples.FiveLines}, which the README shows; it lists the others,
 * with what they print.
 */
@NullMarked
package org.mem3d.examples;

import org.jspecify.annotations.NullMarked;
