package org.mem3d.viewer.work;

import java.awt.EventQueue;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;

/** An engine and a session that note what is asked of them, and wait where a test wants it. */
final class FakeSession {
  /** The steps that were taken, in order. */
  final List<String> steps = new CopyOnWriteArrayList<>();

  /** Calls that came on the event thread, which none but a cancel may. */
  final List<String> onEventThread = new CopyOnWriteArrayList<>();

  /** Marks wait for it. */
  volatile CountDownLatch marksWait = new CountDownLatch(0);

  /** Propagations wait to be cancelled. */
  final AtomicBoolean propagationsWait = new AtomicBoolean();

  final CountDownLatch propagates = new CountDownLatch(1);
  private volatile CountDownLatch cancelled = new CountDownLatch(1);

  SegmentationEngine engine() {
    return proxy(
        SegmentationEngine.class,
        (method, arguments) ->
            switch (method) {
              case "newSession" -> proxy(SegmentationSession.class, this::session);
              case "describe" -> "a made-up engine";
              default -> null;
            });
  }

  private interface Answers {
    Object answer(String method, Object... arguments) throws Exception;
  }

  private <T> T proxy(Class<T> type, Answers answers) {
    Object made =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (Object self, Method method, Object[] arguments) -> {
              if (EventQueue.isDispatchThread() && !method.getName().equals("cancel")) {
                onEventThread.add(method.getName());
              }
              return answers.answer(
                  method.getName(), arguments == null ? new Object[0] : arguments);
            });
    return type.cast(made);
  }

  private Object session(String method, Object... arguments) throws Exception {
    switch (method) {
      case "addObject", "interact", "propagate", "undo", "close", "cancel" -> steps.add(method);
      default -> {}
    }
    return switch (method) {
      case "addObject" -> 1;
      case "interact" -> {
        marksWait.await();
        yield new SliceAnswer(1, Axis.Z, 0, SliceMask.empty(2, 2), 1, List.of());
      }
      case "propagate" -> propagate();
      case "cancel" -> {
        cancelled.countDown();
        yield null;
      }
      case "canUndo" -> false;
      case "objects" ->
          List.of(new SegmentationObject(1, "one", 1, 0, false, Box.EVERYWHERE, Axis.Z));
      case "quality", "marks", "suggest" -> List.of();
      case "mask" -> new Mask(2, 2, 1, Geometry.UNIT, new byte[4]);
      case "history" -> new SessionHistory(List.of(), List.of(), List.of(), 0);
      default -> null;
    };
  }

  private PropagationReport propagate() throws InterruptedException {
    if (propagationsWait.getAndSet(false)) {
      propagates.countDown();
      cancelled.await();
      throw new PropagationCancelledException("as was asked");
    }
    return new PropagationReport(List.of(), 0, 0);
  }
}
