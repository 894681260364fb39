/**
 * The contract that every compute backend passes, as classes to extend.
 *
 * <p>Start with {@link org.mem3d.testkit.BackendContract}: a backend's test extends it and returns
 * its provider. {@link org.mem3d.testkit.OpCases} and {@link org.mem3d.testkit.GraphCases} are the
 * tables of what is computed; {@link org.mem3d.testkit.ExpectedOps} says, in double precision and
 * straight from the formulas of {@link org.mem3d.graph.Op}, what must come out. {@link
 * org.mem3d.spi.GraphExecution} runs any graph on any backend.
 *
 * <p>Everything here belongs to the thread of the test that uses it.
 */
@NullMarked
package org.mem3d.testkit;

import org.jspecify.annotations.NullMarked;
