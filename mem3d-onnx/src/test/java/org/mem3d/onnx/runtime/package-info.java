/**
 * ONNX Runtime behind the interface of backends: graphs are exported, so running one checks the
 * export, and timing one compares runtimes. Not a backend of the library. The tests of the writer
 * and the benchmarks share it.
 */
@NullMarked
package org.mem3d.onnx.runtime;

import org.jspecify.annotations.NullMarked;
