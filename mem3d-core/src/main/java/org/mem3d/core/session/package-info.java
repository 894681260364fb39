/**
 * Sessions and engines: what the user said, and what became of it.
 *
 * <p>Start with {@link org.mem3d.core.session.CoreEngineProvider}, which the API finds. A {@link
 * org.mem3d.core.session.CoreSession} holds a {@link org.mem3d.core.session.SessionState}, which is
 * never changed but replaced whole: that makes a failed step leave no trace, and undo cheap.
 * Engines are thread-safe, sessions belong to one thread at a time.
 */
@NullMarked
package org.mem3d.core.session;

import org.jspecify.annotations.NullMarked;
