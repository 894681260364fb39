/**
 * Weights: safetensors files in and out, and the check that a file fits a network.
 *
 * <p>Start with {@link org.mem3d.runtime.weights.Safetensors}. Everything here is immutable once
 * made and safe to share between threads.
 */
@NullMarked
package org.mem3d.runtime.weights;

import org.jspecify.annotations.NullMarked;
