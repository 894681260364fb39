/**
 * Cohorts: many volumes turned into masks without a person. A manifest lists the jobs; they run
 * side by side on one engine within a budget of memory, and a run that was ended goes on where it
 * was.
 */
@NullMarked
package org.mem3d.batch;

import org.jspecify.annotations.NullMarked;
