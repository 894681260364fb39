/**
 * A session behind a window: steps are taken in order on one thread, answers come to the event
 * thread.
 *
 * <p>Start with {@link org.mem3d.viewer.work.SessionWorker}.
 */
@NullMarked
package org.mem3d.viewer.work;

import org.jspecify.annotations.NullMarked;
