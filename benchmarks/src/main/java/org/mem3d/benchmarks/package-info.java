/**
 * The benchmarks. {@link org.mem3d.benchmarks.Bench} is the command line; each class named {@code
 * ...Benchmark} is one of its commands. Operations, reads and slices are measured with JMH, the
 * others by their own forks, since their first run counts too.
 *
 * <p>Everything is measured through the API and the interface of backends; no backend is named but
 * in options. Nothing here is thread-safe.
 */
@NullMarked
package org.mem3d.benchmarks;

import org.jspecify.annotations.NullMarked;
