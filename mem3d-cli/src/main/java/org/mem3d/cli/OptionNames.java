package org.mem3d.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.eval.Disturbance;
import org.mem3d.eval.LabelChoice;
import org.mem3d.eval.Policy;
import org.mem3d.eval.Prompt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How values of options are spelt. */
final class OptionNames {
  private OptionNames() {}

  /** Returns an option's value as the command line spells it. */
  static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof Collection<?> values) {
      return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
    return value.equals(Integer.MAX_VALUE) ? "all" : value.toString();
  }

  /** Reads a constant of an enum as the command line spells it, with hyphens, in either case. */
  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    List<String> names = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String name = text(value);
      if (name.equalsIgnoreCase(text)) {
        return value;
      }
      names.add(name);
    }
    throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", names));
  }

  /** Reads {@code --interaction}. */
  static final class PromptNames implements ITypeConverter<Prompt> {
    @Override
    public Prompt convert(String text) {
      return constant(Prompt.class, text);
    }
  }

  /** Reads {@code --policy}. */
  static final class PolicyNames implements ITypeConverter<Policy> {
    @Override
    public Policy convert(String text) {
      return constant(Policy.class, text);
    }
  }

  /** Reads {@code --axis}; null stands for auto. */
  static final class AxisNames implements ITypeConverter<Axis> {
    @Override
    public @Nullable Axis convert(String text) {
      return text.equalsIgnoreCase("auto") ? null : constant(Axis.class, text);
    }
  }

  /** Reads {@code --labels}. */
  static final class LabelNames implements ITypeConverter<LabelChoice> {
    @Override
    public LabelChoice convert(String text) {
      try {
        return LabelChoice.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code --disturb}. */
  static final class DisturbanceNames implements ITypeConverter<Disturbance> {
    @Override
    public Disturbance convert(String text) {
      try {
        return Disturbance.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
