package org.mem3d.viewer.slice;

import java.awt.EventQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and draws slices on a thread of its own, so that the event thread waits for no volume. Of
 * requests that come while one is being drawn only the last is drawn. {@link #request} is called on
 * the event thread, which gets what was drawn.
 */
final class SliceLoader {
  private static final long IDLE_SECONDS = 5;

  private final Consumer<RenderedSlice> done;
  private final Consumer<String> failed;
  private final ExecutorService thread;
  private @Nullable SliceRequest waiting;
  private boolean busy;
  private @Nullable RenderedSlice last;

  /**
   * Makes a loader.
   *
   * @param done gets each slice on the event thread
   * @param failed gets the reason where a volume cannot be read
   */
  SliceLoader(Consumer<RenderedSlice> done, Consumer<String> failed) {
    this.done = done;
    this.failed = failed;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "mem3d slices");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    thread = pool;
  }

  void request(SliceRequest request) {
    if (busy) {
      waiting = request;
      return;
    }
    busy = true;
    RenderedSlice before = last;
    thread.execute(
        () -> {
          RenderedSlice rendered = null;
          String reason = null;
          try {
            rendered = SliceRenderer.render(request, before);
          } catch (RuntimeException e) { // A program's volume may throw anything.
            reason = String.valueOf(e.getMessage());
          }
          RenderedSlice slice = rendered;
          String why = reason;
          EventQueue.invokeLater(() -> finish(slice, why));
        });
  }

  /** Forgets what was drawn last. */
  void clear() {
    waiting = null;
    last = null;
  }

  private void finish(@Nullable RenderedSlice slice, @Nullable String why) {
    busy = false;
    SliceRequest next = waiting;
    waiting = null;
    if (slice != null) {
      last = slice;
      done.accept(slice);
    } else if (why != null) {
      failed.accept(why);
    }
    if (next != null && !busy) {
      request(next);
    }
  }
}
