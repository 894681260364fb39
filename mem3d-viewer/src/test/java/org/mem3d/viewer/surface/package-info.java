@NullMarked
package org.mem3d.viewer.surface;

import org.jspecify.annotations.NullMarked;
