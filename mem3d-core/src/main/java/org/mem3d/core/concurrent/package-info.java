/** The threads that an engine computes with, beside those of its backend. */
@NullMarked
package org.mem3d.core.concurrent;

import org.jspecify.annotations.NullMarked;
