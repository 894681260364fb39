/**
 * Files of a user's that are read and written: whole or not at all, and none of them by accident.
 *
 * <p>{@link org.mem3d.file.WholeFile} writes a file so that its name only ever stands for a whole
 * one; {@link org.mem3d.file.FileRoles} compares all files of a task with each other before the
 * task begins; {@link org.mem3d.file.FileContent} reads what can be read but once.
 */
@NullMarked
package org.mem3d.file;

import org.jspecify.annotations.NullMarked;
