@NullMarked
package org.mem3d.viewer.strip;

import org.jspecify.annotations.NullMarked;
