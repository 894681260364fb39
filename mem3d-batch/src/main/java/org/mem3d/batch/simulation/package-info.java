/** Cohorts of jobs with the marks of a simulated user, to try and to measure cohorts with. */
@NullMarked
package org.mem3d.batch.simulation;

import org.jspecify.annotations.NullMarked;
