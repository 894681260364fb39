/**
 * Graphs with their weights as ONNX models.
 *
 * <p>Start with {@link org.mem3d.onnx.OnnxWriter}. {@code OpTranslation} says for each operation
 * which ONNX operators compute it; {@code ModelParts} collects them. For programs that hand a
 * network to another runtime; nothing in mem3d needs it. Everything here is stateless or used by
 * one thread.
 */
@NullMarked
package org.mem3d.onnx;

import org.jspecify.annotations.NullMarked;
