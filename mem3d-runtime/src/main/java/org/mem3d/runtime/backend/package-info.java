/**
 * The choice of a compute backend.
 *
 * <p>Start with {@link org.mem3d.runtime.backend.BackendRegistry}: it finds the providers, says
 * which of them work here and why the others do not, and opens the one that was asked for or the
 * best.
 *
 * <p>Everything here is immutable and safe to share between threads.
 */
@NullMarked
package org.mem3d.runtime.backend;

import org.jspecify.annotations.NullMarked;
