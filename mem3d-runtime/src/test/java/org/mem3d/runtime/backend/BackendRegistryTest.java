package org.mem3d.runtime.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.BackendStatus;

class BackendRegistryTest {
  private @Nullable String propertyBefore;

  @BeforeEach
  void clearProperty() {
    propertyBefore = System.getProperty(BackendRegistry.PROPERTY);
    System.clearProperty(BackendRegistry.PROPERTY);
  }

  @AfterEach
  void restoreProperty() {
    if (propertyBefore == null) {
      System.clearProperty(BackendRegistry.PROPERTY);
    } else {
      System.setProperty(BackendRegistry.PROPERTY, propertyBefore);
    }
  }

  /** A provider that opens the reference backend in a thread of its own, or fails as told. */
  private record Fake(
      String name, int priority, int spiVersion, String fault, @Nullable Throwable thrown)
      implements BackendProvider {
    static Fake working(String name, int priority) {
      return new Fake(name, priority, SPI_VERSION, "", null);
    }

    static Fake unavailable(String name, int priority, String reason) {
      return new Fake(name, priority, SPI_VERSION, reason, null);
    }

    static Fake throwing(String name, int priority, Throwable thrown) {
      return new Fake(name, priority, SPI_VERSION, "", thrown);
    }

    @Override
    public Availability availability() {
      return fault.isEmpty()
          ? Availability.yes("test", name)
          : Availability.no(fault, "add " + name + ".jar");
    }

    @Override
    public Backend open(BackendOptions options) {
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      // The number of threads tells the tests which provider it was.
      BackendOptions marked = new BackendOptions(priority, options.properties());
      return new ReferenceBackendProvider().open(marked);
    }
  }

  private static BackendRegistry registry(BackendProvider... providers) {
    return BackendRegistry.of(List.of(providers), name -> null);
  }

  /** Opens a backend and returns its provider's priority. */
  private static int opened(BackendRegistry registry, @Nullable String requested) {
    try (Backend backend = registry.open(requested, BackendOptions.DEFAULT)) {
      return backend.describe().threads();
    }
  }

  @Test
  void argumentComesBeforePropertyBeforeEnvironmentBeforePriority() {
    BackendProvider[] four = {
      Fake.working("one", 1),
      Fake.working("two", 2),
      Fake.working("three", 3),
      Fake.working("four", 4)
    };
    BackendRegistry registry =
        BackendRegistry.of(
            List.of(four), name -> name.equals(BackendRegistry.VARIABLE) ? "two" : null);
    System.setProperty(BackendRegistry.PROPERTY, "three");
    assertThat(opened(registry, "one")).isEqualTo(1);
    assertThat(opened(registry, null)).isEqualTo(3);
    assertThat(opened(registry, " ")).isEqualTo(3);
    System.clearProperty(BackendRegistry.PROPERTY);
    assertThat(opened(registry, null)).isEqualTo(2);
    assertThat(opened(registry(four), null)).isEqualTo(4);
  }

  @Test
  void providersAreSortedByPriority() {
    BackendProvider low = Fake.working("low", 1);
    BackendProvider high = Fake.unavailable("high", 9, "no card");
    BackendProvider middle = Fake.working("middle", 5);
    BackendRegistry registry = registry(low, high, middle);
    assertThat(registry.providers()).containsExactly(high, middle, low);
    assertThat(registry.statuses())
        .extracting(BackendStatus::name)
        .containsExactly("high", "middle", "low");
    assertThat(registry.statuses().get(0).availability().reason()).isEqualTo("no card");
  }

  @Test
  void automaticChoiceFallsBack() {
    BackendRegistry registry =
        registry(
            Fake.unavailable("gpu", 9, "no card"),
            Fake.throwing("native", 8, new UnsatisfiedLinkError("libx.so")),
            Fake.throwing("odd", 7, new IllegalStateException("oops")),
            Fake.working("plain", 2));
    assertThat(opened(registry, null)).isEqualTo(2);
  }

  @Test
  void forcedBackendDoesNotFallBack() {
    BackendRegistry registry =
        registry(
            Fake.unavailable("gpu", 9, "no card"),
            Fake.throwing("native", 8, new UnsatisfiedLinkError("libx.so")),
            Fake.working("plain", 2));
    assertThatThrownBy(() -> registry.open("gpu", BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("gpu")
        .hasMessageContaining("no card")
        .hasMessageContaining("add gpu.jar");
    assertThatThrownBy(() -> registry.open("native", BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("libx.so");
    System.setProperty(BackendRegistry.PROPERTY, "gpu");
    assertThatThrownBy(() -> registry.open(null, BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no card")
        .hasMessageContaining(BackendRegistry.PROPERTY);
  }

  @Test
  void unknownNameSuggestsTheNearest() {
    BackendRegistry registry = registry(Fake.working("nd4j-cpu", 1), Fake.working("onednn", 2));
    assertThatThrownBy(() -> registry.open("onednm", BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no backend 'onednm'")
        .hasMessageContaining("did you mean 'onednn'?")
        .hasMessageContaining("onednn, nd4j-cpu");
  }

  @Test
  void nothingAvailableListsEveryReason() {
    BackendRegistry registry =
        registry(Fake.unavailable("a", 1, "reason of a"), Fake.unavailable("b", 2, "reason of b"));
    assertThatThrownBy(() -> registry.open(null, BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("reason of a")
        .hasMessageContaining("add a.jar")
        .hasMessageContaining("reason of b");
    assertThatThrownBy(() -> registry().open(null, BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no backend was found");
  }

  @Test
  void otherSpiVersionIsNamedAndNeverAsked() {
    BackendProvider old = new Fake("old", 9, 77, "", new AssertionError("was opened"));
    BackendRegistry registry = registry(old, Fake.working("plain", 2));
    assertThat(opened(registry, null)).isEqualTo(2);
    assertThat(registry.providers()).doesNotContain(old);
    assertThat(registry.statuses().get(0).availability().reason())
        .contains("77")
        .contains(Integer.toString(BackendProvider.SPI_VERSION));
    assertThatThrownBy(() -> registry.open("old", BackendOptions.DEFAULT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("77");
  }

  @Test
  void referenceIsFoundOnTheClassPath() {
    BackendRegistry registry = BackendRegistry.load(BackendRegistryTest.class.getClassLoader());
    assertThat(registry.statuses())
        .anySatisfy(
            status -> {
              assertThat(status.name()).isEqualTo("reference");
              assertThat(status.priority()).isZero();
              assertThat(status.availability().available()).isTrue();
            });
  }

  @Test
  void classesThatDoNotLoadAreKeptWithTheReason() {
    ClassLoader loader =
        new ServiceFile("org.example.Absent\n" + ReferenceBackendProvider.class.getName());
    BackendRegistry registry = BackendRegistry.load(loader, name -> null);
    assertThat(registry.statuses())
        .anySatisfy(
            status -> {
              assertThat(status.availability().available()).isFalse();
              assertThat(status.availability().reason()).contains("org.example.Absent");
            });
    try (Backend backend = registry.open(null, BackendOptions.DEFAULT)) {
      assertThat(backend.describe().name()).isEqualTo("reference");
    }
  }

  @Test
  void editDistanceCountsLetters() {
    assertThat(EditDistance.between("", "abc")).isEqualTo(3);
    assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
    assertThat(EditDistance.between("same", "same")).isZero();
    assertThat(EditDistance.nearest("x", List.of())).isEmpty();
  }

  /** A class loader whose only service file has the given text. */
  private static final class ServiceFile extends ClassLoader {
    private final String text;

    ServiceFile(String text) {
      super(BackendRegistryTest.class.getClassLoader());
      this.text = text;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (!name.equals("META-INF/services/" + BackendProvider.class.getName())) {
        return super.getResources(name);
      }
      URLStreamHandler handler =
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
              return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                  return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                }
              };
            }
          };
      URL url = new URL("memory", "", -1, "/services", handler);
      return Collections.enumeration(List.of(url));
    }
  }
}
