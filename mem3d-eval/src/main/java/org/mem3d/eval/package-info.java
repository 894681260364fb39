/**
 * Measuring segmentations as a user would make them: simulated users, the protocol of one slice a
 * round, metrics, and the synthetic volume of the demonstration.
 *
 * <p>Start with {@link org.mem3d.eval.Protocol}, which plays a whole session on one object: {@link
 * org.mem3d.eval.SimulatedUser} makes the marks, {@link org.mem3d.eval.Score} compares with the
 * truth, {@link org.mem3d.eval.Calibration} says how far predicted qualities can be believed.
 * {@link org.mem3d.eval.Dataset} finds labelled volumes, {@link org.mem3d.eval.Results} keeps what
 * came out.
 *
 * <p>Values are immutable; users and protocols belong to one thread at a time. Everything random
 * takes a seed: the same seed gives the same marks.
 */
@NullMarked
package org.mem3d.eval;

import org.jspecify.annotations.NullMarked;
