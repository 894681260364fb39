/**
 * The provider {@code torch}: graphs on libtorch, on the CPU or a CUDA device, and the executor
 * that training differentiates through.
 *
 * <p>Reading order: {@link org.mem3d.backend.torch.TorchProvider} opens a backend; {@code Lowering}
 * makes each node a step, {@code Program} runs the steps in order and lets values go when nobody
 * reads them any more. Two things run a program: {@code TorchGraph}, a compiled graph with weights
 * of its own and no gradients, and {@link org.mem3d.backend.torch.TrainableGraph}, whose weights
 * are the leaves of a {@link org.mem3d.backend.torch.ParameterSet} and through which libtorch
 * differentiates.
 *
 * <p>Images are held channels-last, which libtorch's convolutions on CPUs prefer and keep. Tensors
 * are closed as soon as they are not needed; nothing waits for the garbage collector.
 *
 * <p>The provider and the backend are safe to use from several threads; graphs, tensors and
 * parameter sets are used by one thread at a time.
 */
@NullMarked
package org.mem3d.backend.torch;

import org.jspecify.annotations.NullMarked;
