@NullMarked
package org.mem3d.io.mesh;

import org.jspecify.annotations.NullMarked;
