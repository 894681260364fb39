package org.mem3d.runtime.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/** An automatic choice that goes past a backend which should have worked warns, once. */
class FallbackWarningTest {
  /** A provider that answers as it is told, and opens the reference backend or fails. */
  private record Fake(String name, int priority, Availability availability, boolean opens)
      implements BackendProvider {
    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public Backend open(BackendOptions options) {
      if (!opens) {
        throw new BackendException(name + " does not open");
      }
      return new ReferenceBackendProvider().open(options);
    }
  }

  private static Fake working(String name) {
    return new Fake(name, 1, Availability.yes("here", "1"), true);
  }

  private static Fake above(String name, Availability availability) {
    return new Fake(name, 9, availability, false);
  }

  /** Returns what is written to the standard error stream by two automatic choices. */
  private static String written(BackendProvider... providers) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      for (int time = 0; time < 2; time++) {
        BackendRegistry.of(List.of(providers), name -> null)
            .open(null, BackendOptions.DEFAULT)
            .close();
      }
    } finally {
      System.setErr(before);
    }
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("WARN"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void aFaultyOneIsToldOnceWithItsRemedy() {
    String text =
        written(above("natives", Availability.faulty("a full folder", "free space")), working("a"));
    assertThat(text.lines()).hasSize(1);
    assertThat(text).contains("backend 'a'", "'natives'", "a full folder", "free space");
  }

  @Test
  void oneThatDoesNotOpenIsTold() {
    String text = written(above("lazy", Availability.yes("card", "1")), working("b"));
    assertThat(text.lines()).hasSize(1);
    assertThat(text).contains("lazy does not open");
  }

  @Test
  void oneOfAnotherVersionIsTold() {
    BackendProvider old =
        new BackendProvider() {
          @Override
          public String name() {
            return "old";
          }

          @Override
          public int priority() {
            return 9;
          }

          @Override
          public int spiVersion() {
            return 77;
          }

          @Override
          public Availability availability() {
            return Availability.yes("here", "1");
          }

          @Override
          public Backend open(BackendOptions options) {
            throw new BackendException("never asked");
          }
        };
    assertThat(written(old, working("c"))).contains("'old'", "77");
  }

  @Test
  void whatWasNeverAddedIsNotToldAndNeitherIsWhatComesLater() {
    assertThat(written(above("card", Availability.no("no card", "buy one")), working("d")))
        .isEmpty();
    Fake later = new Fake("later", 0, Availability.faulty("broken", "mend it"), false);
    assertThat(written(later, working("e"))).isEmpty();
  }

  @Test
  void providersWhoseServiceFileWasLostAreFound(@TempDir Path directory) throws IOException {
    Path jar = directory.resolve("program.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name :
          List.of(
              "org/mem3d/core/reference/ReferenceBackendProvider.class",
              "org/mem3d/backend/fast/FastProvider.class",
              "org/mem3d/backend/fast/FastProvider$Inner.class",
              "org/mem3d/backend/fast/Kernel.class")) {
        entries.putNextEntry(new JarEntry(name));
        entries.closeEntry();
      }
    }
    List<String> told =
        UnregisteredProviders.describe(jar, List.of(new ReferenceBackendProvider()));
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .contains("org.mem3d.backend.fast.FastProvider", "program.jar", "merge service files");
    assertThat(UnregisteredProviders.describe(directory, List.of())).isEmpty();
    Path text = Files.writeString(directory.resolve("no.jar"), "no jar");
    assertThat(UnregisteredProviders.describe(text, List.of())).isEmpty();
  }
}
