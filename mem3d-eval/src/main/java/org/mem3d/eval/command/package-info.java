/**
 * What the command lines have in common: how commands are run and how their errors end.
 *
 * <p>Start with {@link org.mem3d.eval.command.CommandProgram}. Needs picocli, which a program of
 * commands brings along. Stateless.
 */
@NullMarked
package org.mem3d.eval.command;

import org.jspecify.annotations.NullMarked;
