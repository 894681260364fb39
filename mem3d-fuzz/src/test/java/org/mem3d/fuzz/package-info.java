/** Readers of files, fuzzed. */
@NullMarked
package org.mem3d.fuzz;

import org.jspecify.annotations.NullMarked;
