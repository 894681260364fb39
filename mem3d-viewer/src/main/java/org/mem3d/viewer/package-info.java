/**
 * A window to mark objects in.
 *
 * <p>{@link org.mem3d.viewer.Viewer} is the program. Its parts are for other programs too: {@code
 * slice} has the panel that shows slices and makes marks, {@code strip} the slider with predicted
 * Dice, {@code surface} surfaces of objects, {@code work} a session behind a window, {@code file}
 * what is opened and written.
 */
@NullMarked
package org.mem3d.viewer;

import org.jspecify.annotations.NullMarked;
