/** Images that are opened in a window, and what is written from it. */
@NullMarked
package org.mem3d.viewer.file;

import org.jspecify.annotations.NullMarked;
