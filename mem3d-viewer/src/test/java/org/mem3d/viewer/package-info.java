@NullMarked
package org.mem3d.viewer;

import org.jspecify.annotations.NullMarked;
