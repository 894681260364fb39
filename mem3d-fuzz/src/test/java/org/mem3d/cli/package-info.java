/** Readers of the command line, fuzzed. */
@NullMarked
package org.mem3d.cli;

import org.jspecify.annotations.NullMarked;
