/**
 * Reads PyTorch checkpoints and turns those of the published networks into safetensors files.
 *
 * <p>Start with {@link org.mem3d.importer.CheckpointImport}, which checks and writes; {@link
 * org.mem3d.importer.PyTorchCheckpoint} reads. A module of its own, because an engine reads
 * safetensors files alone: who embeds one has no pickle reader on the class path.
 *
 * <p>A checkpoint is a pickle, a program for a small stack machine that can ask for any Python
 * function by name. {@link org.mem3d.importer.PickleReader} runs the part of that machine that
 * builds lists, maps and numbers; it knows the few names that checkpoints need as data ({@link
 * org.mem3d.importer.PickledName}) and refuses all others. Nothing is instantiated or called by
 * name. Damaged files end in a {@link org.mem3d.ModelException}, and cost no more memory than a few
 * times their size.
 *
 * <p>One thread at a time uses an open checkpoint.
 */
@NullMarked
package org.mem3d.importer;

import org.jspecify.annotations.NullMarked;
