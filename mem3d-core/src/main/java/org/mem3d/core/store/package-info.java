/**
 * What files of sessions are made of, whatever a session is: an archive whose parts are checked
 * ({@link org.mem3d.core.store.ArchiveWriter}, {@link org.mem3d.core.store.ArchiveReader}), marks
 * as JSON, labels as run lengths. The format is told in {@code docs/sessions.md}.
 */
@NullMarked
package org.mem3d.core.store;

import org.jspecify.annotations.NullMarked;
