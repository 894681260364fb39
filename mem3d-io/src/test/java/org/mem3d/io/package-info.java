/** Tests of reading, writing and drawing. */
@NullMarked
package org.mem3d.io;

import org.jspecify.annotations.NullMarked;
