package org.mem3d.backend.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs as processes. A program that hangs is killed, and not waited for. */
final class SystemCommands implements Commands {
  private static final int MOST_OUTPUT = 1 << 18;

  @Override
  public Outcome run(List<String> command, Duration limit) {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Outcome(End.NOT_FOUND, 0, String.valueOf(e.getMessage()));
    }
    long deadline = System.nanoTime() + limit.toNanos();
    CompletableFuture<String> output = new CompletableFuture<>();
    // A driver that hangs may leave a process that cannot even be killed: nothing waits for it.
    Thread reader = new Thread(() -> output.complete(read(process)), "mem3d-probe");
    reader.setDaemon(true);
    reader.start();
    try {
      String text = output.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      long left = Math.max(1, deadline - System.nanoTime());
      if (process.waitFor(left, TimeUnit.NANOSECONDS)) {
        return new Outcome(End.DONE, process.exitValue(), text);
      }
    } catch (TimeoutException e) {
      // As below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return new Outcome(End.TIMED_OUT, 0, "");
  }

  private static String read(Process process) {
    try (InputStream stream = process.getInputStream()) {
      byte[] bytes = stream.readNBytes(MOST_OUTPUT);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
