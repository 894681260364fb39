package org.mem3d.spi;

import java.util.Map;
import java.util.Set;
import org.mem3d.graph.DType;

/**
 * How a graph is to be compiled. Immutable.
 *
 * @param precision the format in which convolutions and products compute; sums, softmax and all
 *     inputs and outputs that {@code lowPrecisionTensors} does not name stay float32
 * @param lowPrecisionTensors names of inputs and outputs whose tensors are stored in {@code
 *     precision} too, so that what one graph writes for another is not converted in between. Names
 *     that a graph does not have are ignored: graphs that share tensors can share their options
 * @param inputRanges for {@link DType#I8}, how large a convolution's input is taken to be: by the
 *     name of the parameter that is its kernel, the magnitude that becomes 127; what is larger is
 *     cut. Convolutions that are not named compute in float32; names that a graph does not have are
 *     ignored. In other precisions all are
 */
public record CompileOptions(
    DType precision, Set<String> lowPrecisionTensors, Map<String, Float> inputRanges) {
  /** Float32 throughout. */
  public static final CompileOptions F32 = new CompileOptions(DType.F32);

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if a range is not a finite number above 0
   */
  public CompileOptions {
    lowPrecisionTensors = Set.copyOf(lowPrecisionTensors);
    inputRanges = Map.copyOf(inputRanges);
    inputRanges.forEach(
        (kernel, range) -> {
          if (!(range > 0) || range.isInfinite()) {
            throw new IllegalArgumentException(
                "the range of the input of '" + kernel + "' is above 0, not " + range);
          }
        });
  }

  /** Makes options without ranges of inputs. */
  public CompileOptions(DType precision, Set<String> lowPrecisionTensors) {
    this(precision, lowPrecisionTensors, Map.of());
  }

  /** Makes options with float32 inputs and outputs. */
  public CompileOptions(DType precision) {
    this(precision, Set.of());
  }

  /**
   * Returns these options with some tensors stored in the precision, if the backend {@linkplain
   * Backend#supportsStorage supports} that; otherwise these options.
   */
  public CompileOptions withLowPrecisionTensors(Set<String> names, Backend backend) {
    return backend.supportsStorage(precision)
        ? new CompileOptions(precision, names, inputRanges)
        : this;
  }

  /** Returns these options with other ranges of convolutions' inputs. */
  public CompileOptions withInputRanges(Map<String, Float> ranges) {
    return new CompileOptions(precision, lowPrecisionTensors, ranges);
  }

  /** Returns the format of the tensor of an input or output. */
  public DType format(String name) {
    return lowPrecisionTensors.contains(name) ? precision : DType.F32;
  }
}
