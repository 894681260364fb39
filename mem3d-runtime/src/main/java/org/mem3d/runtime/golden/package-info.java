/**
 * Golden tensors: numbers that anyone can make again from their names, and how far others are from
 * them.
 *
 * <p>Start with {@link org.mem3d.runtime.golden.Formula}. All classes are immutable.
 */
@NullMarked
package org.mem3d.runtime.golden;

import org.jspecify.annotations.NullMarked;
