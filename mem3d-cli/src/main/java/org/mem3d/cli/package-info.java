/**
 * The command line {@code mem3d}. Not a library: nothing may depend on it.
 *
 * <p>Start with {@link org.mem3d.cli.Mem3d}, which runs the commands; {@link
 * org.mem3d.cli.SegmentCommand} is the one that does the main job. Everything here belongs to one
 * thread.
 */
@NullMarked
package org.mem3d.cli;

import org.jspecify.annotations.NullMarked;
