/** Readers of sessions, fuzzed. */
@NullMarked
package org.mem3d.core.session;

import org.jspecify.annotations.NullMarked;
