/**
 * What backends on NVIDIA cards share, in plain Java: no native code is loaded here.
 *
 * <p>Start with {@link org.mem3d.backend.gpu.GpuProbe}: it asks the system, by files and by {@code
 * nvidia-smi}, which cards there are, and gives a {@link org.mem3d.backend.gpu.GpuReport}. A {@link
 * org.mem3d.backend.gpu.GpuRequirement} is what one backend's kernels were built for; it turns a
 * report into a card to compute on, or a reason and a remedy. {@link
 * org.mem3d.backend.gpu.GuardedBackend} wraps a backend on a card and tells faults of the device
 * from others.
 *
 * <p>Values are immutable; everything but the wrapped graphs and tensors is safe to use from
 * several threads.
 */
@NullMarked
package org.mem3d.backend.gpu;

import org.jspecify.annotations.NullMarked;
