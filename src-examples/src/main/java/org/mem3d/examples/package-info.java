/**
 * The command line {@code mem3d} and the examples that the README shows. Not a library: nothing may
 * depend on it.
 *
 * <p>Start with {@link org.mem3d.examples.FiveLines}, then {@link org.mem3d.examples.Mem3d}, which
 * runs the commands; {@link org.mem3d.examples.SegmentCommand} is the one that does the main job.
 * Everything here belongs to one thread.
 */
@NullMarked
package org.mem3d.examples;

import org.jspecify.annotations.NullMarked;
