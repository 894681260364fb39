@NullMarked
package org.mem3d.viewer.work;

import org.jspecify.annotations.NullMarked;
