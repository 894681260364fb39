package org.mem3d.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mem3d.Profile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of every command that takes a published network. */
final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      converter = ProfileNames.class,
      description =
          "How a published memory network (see 'model import') is used: official-code or paper."
              + " Default: official-code.")
  private @Nullable Profile profile;

  /** Returns what was said, or null. */
  @Nullable Profile profile() {
    return profile;
  }

  private static final class ProfileNames implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String text) {
      return Arrays.stream(Profile.values())
          .filter(profile -> profile.name().replace('_', '-').equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + text + "' is not official-code or paper"));
    }
  }
}
