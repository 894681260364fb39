package org.mem3d.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plug-ins with an engine inside: ten class loaders come and go in one JVM, natives and all. */
@Tag("slow")
@Timeout(300)
class PluginLoadersTest {
  private static final int PLUGINS = 10;

  /** What a program with plug-ins does, in a JVM of its own. */
  static final class Host {
    private Host() {}

    /**
     * Loads, runs and closes plug-ins, and waits for their class loaders to be collected.
     *
     * @param args the class path of the plug-in
     */
    public static void main(String[] args) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String entry : args[0].split(Pattern.quote(File.pathSeparator))) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int i = 0; i < PLUGINS; i++) {
        loaders.add(plugin(urls.toArray(URL[]::new)));
      }
      // Of the last record that it compared or hashed, the JDK keeps the types: now it is this one.
      Last last = new Last(urls);
      System.out.println(last.equals(new Last(List.of())) + " " + last.hashCode());
      long until = System.nanoTime() + 30_000_000_000L;
      long left = PLUGINS;
      while (left > 0 && System.nanoTime() < until) {
        System.gc();
        Thread.sleep(100);
        left = loaders.stream().filter(loader -> loader.get() != null).count();
      }
      System.out.println("class loaders left: " + left);
    }

    private record Last(List<URL> urls) {}

    private static WeakReference<ClassLoader> plugin(URL[] urls) throws Exception {
      try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
        loader
            .loadClass("org.mem3d.examples.OwnPixels")
            .getMethod("main", String[].class)
            .invoke(null, (Object) new String[0]);
        return new WeakReference<>(loader);
      }
    }
  }

  /** The examples' classes, and what one dependency on the starter brings. */
  private static String plugin() {
    String wanted =
        ".*(src-examples.target.classes|mem3d-(api|runtime|core|model|io|backend-onednn)\\W.*"
            + "|(javacpp|dnnl|opencl|slf4j-api)-[^/]*jar)";
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.matches(wanted))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", Path.of("target", "test-classes").toString()));
    command.addAll(List.of(Host.class.getName(), plugin()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void classLoadersAreCollected() throws Exception {
    String said = run("-Dorg.bytedeco.javacpp.nopointergc=true", "-Xmx1g");
    assertThat(said.lines().filter(line -> line.matches("voxels of the ball: [67]\\d{3}")))
        .as(said)
        .hasSize(PLUGINS);
    assertThat(said).contains("class loaders left: 0").doesNotContain("backend 'reference'");
  }
}
