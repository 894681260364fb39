/**
 * Graph passes: functions from a graph with its weights to an equivalent, cheaper one.
 *
 * <p>Start with {@link org.mem3d.runtime.pass.Passes}, which names the passes that every backend
 * gets. Passes are stateless and safe to use from several threads.
 */
@NullMarked
package org.mem3d.runtime.pass;

import org.jspecify.annotations.NullMarked;
