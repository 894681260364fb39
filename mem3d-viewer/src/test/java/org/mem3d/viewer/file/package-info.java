@NullMarked
package org.mem3d.viewer.file;

import org.jspecify.annotations.NullMarked;
