package org.mem3d.viewer;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Watches how long the event thread is kept from repainting: for each event the time that it
 * computes, waits or is blocked. Time in which the machine runs other programs is not counted, so
 * that a busy machine is not taken for a slow window.
 */
final class EventWatch extends EventQueue {
  private static final double MOST_MILLISECONDS = 200;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<String> slow = new CopyOnWriteArrayList<>();
  private volatile boolean watching;
  private volatile double longest;
  private long dispatched;

  EventWatch() {
    threads.setThreadContentionMonitoringEnabled(true);
  }

  /** Begins to count: what comes before, as the window's first paint, is another matter. */
  void begin() {
    longest = 0;
    slow.clear();
    watching = true;
  }

  /** Returns the events that took longer than they may. */
  List<String> slow() {
    return List.copyOf(slow);
  }

  double longest() {
    return longest;
  }

  @Override
  protected void dispatchEvent(AWTEvent event) {
    dispatched++;
    long own = dispatched;
    long thread = Thread.currentThread().getId();
    double before = milliseconds(thread);
    super.dispatchEvent(event);
    double took = milliseconds(thread) - before;
    // A dialog dispatches events within one; that one does not keep the thread. Nor do the events
    // with which a robot waits for the thread to be idle.
    boolean ofRobot = event.getClass().getName().startsWith("sun.awt.SunToolkit");
    if (watching && own == dispatched && !ofRobot) {
      longest = Math.max(longest, took);
      if (took > MOST_MILLISECONDS) {
        slow.add(String.format(Locale.ROOT, "%.0f ms: %s", took, event));
      }
    }
  }

  private double milliseconds(long thread) {
    ThreadInfo info = threads.getThreadInfo(thread);
    return threads.getCurrentThreadCpuTime() / 1e6
        + Math.max(0, info.getBlockedTime())
        + Math.max(0, info.getWaitedTime());
  }
}
