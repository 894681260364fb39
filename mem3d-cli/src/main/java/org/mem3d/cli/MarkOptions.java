package org.mem3d.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.InteractionException;
import org.mem3d.batch.input.InteractionsFile;
import org.mem3d.batch.input.MarkList;
import org.mem3d.batch.input.PathText;
import org.mem3d.batch.input.SliceMaskFile;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options that name objects and marks. Their order says which mark belongs to which object, so
 * they are noted as they come and read once all are there.
 */
@SuppressWarnings("UnusedVariable") // The fields carry the annotations; KeepOrder takes the values.
final class MarkOptions {
  /** The options as given: name, then text. */
  private final List<Ordered> ordered = new ArrayList<>();

  private record Ordered(String option, String text) {}

  @Option(
      names = "--object",
      paramLabel = "NAME",
      parameterConsumer = KeepOrder.class,
      description = "The object to which the marks that follow belong.")
  private @Nullable List<String> object;

  @Option(
      names = "--scribble",
      paramLabel = "z=40:x,y;x,y;...",
      parameterConsumer = KeepOrder.class,
      description = "A stroke on the object.")
  private @Nullable List<String> scribble;

  @Option(
      names = "--negative-scribble",
      paramLabel = "z=40:x,y;x,y;...",
      parameterConsumer = KeepOrder.class,
      description = "A stroke beside the object.")
  private @Nullable List<String> negativeScribble;

  @Option(
      names = "--click",
      paramLabel = "z=40:x,y",
      parameterConsumer = KeepOrder.class,
      description = "A click on the object.")
  private @Nullable List<String> click;

  @Option(
      names = "--negative-click",
      paramLabel = "z=40:x,y",
      parameterConsumer = KeepOrder.class,
      description = "A click beside the object.")
  private @Nullable List<String> negativeClick;

  @Option(
      names = "--box",
      paramLabel = "z=40:x0,y0,x1,y1",
      parameterConsumer = KeepOrder.class,
      description = "A box around the object.")
  private @Nullable List<String> box;

  @Option(
      names = "--extreme",
      paramLabel = "z=40:x,y;x,y;x,y;x,y",
      parameterConsumer = KeepOrder.class,
      description = "The object's four outermost points.")
  private @Nullable List<String> extreme;

  @Option(
      names = "--slice-mask",
      paramLabel = "z=40:FILE",
      parameterConsumer = KeepOrder.class,
      description = "The object's mask on the slice: a PNG, or NIfTI of a slice or the volume.")
  private @Nullable List<String> sliceMask;

  @Option(
      names = "--absent",
      paramLabel = "z=3",
      parameterConsumer = KeepOrder.class,
      description = "The object is not on this slice.")
  private @Nullable List<String> absent;

  @Option(
      names = "--interactions",
      paramLabel = "FILE.json",
      parameterConsumer = KeepOrder.class,
      description = "Objects and marks from a file.")
  private @Nullable List<String> interactions;

  /**
   * Reads the marks.
   *
   * @param axis the axis along which all slices must count; null for z where none is given
   * @param masks reads masks of slices
   * @param marks gets them; may have objects already
   * @throws InteractionException if an option has another form than it should, or none makes a mark
   */
  MarkList read(@Nullable Axis axis, SliceMaskFile masks, MarkList marks) {
    MarkText reader = new MarkText(axis, masks, marks::file);
    for (Ordered argument : ordered) {
      switch (argument.option) {
        case "--object" -> marks.object(argument.text);
        case "--interactions" -> InteractionsFile.read(PathText.of(argument.text), marks, masks);
        default -> marks.add(label -> reader.read(argument.option, argument.text, label));
      }
    }
    marks.requireMarks();
    return marks;
  }

  /** Notes options in the order in which they stand on the command line. */
  static final class KeepOrder implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec argument, CommandSpec command) {
      OptionSpec option = (OptionSpec) argument;
      if (args.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), option.longestName() + " needs " + option.paramLabel());
      }
      MarkOptions options = ((SegmentCommand) command.userObject()).markOptions;
      options.ordered.add(new Ordered(option.longestName(), args.pop()));
    }
  }
}
