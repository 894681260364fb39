@NullMarked
package org.mem3d.viewer.slice;

import org.jspecify.annotations.NullMarked;
