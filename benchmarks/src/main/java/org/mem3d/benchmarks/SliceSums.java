package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.benchmarks.PeerBenchmark.PeerResult;

/**
 * What a whole slice costs in each runtime: the sums of a memory network's graphs. Where a slice is
 * seen for the first time it is encoded, segmented and memorised; later its features are known.
 * Stateless.
 */
final class SliceSums {
  private record Contender(String name, String precision) {}

  private SliceSums() {}

  /** Returns two more results for each runtime; none where there is no memory network. */
  static List<PeerResult> of(List<PeerResult> graphs) {
    List<PeerResult> sums = new ArrayList<>();
    sums.addAll(sum("slice, first time", parts(graphs, "encode", "memorise", "segment"), 3));
    sums.addAll(sum("slice, features kept", parts(graphs, "memorise", "segment"), 2));
    return sums;
  }

  private static List<PeerResult> parts(List<PeerResult> graphs, String... names) {
    return graphs.stream()
        .filter(result -> List.of(names).contains(graph(result.network())))
        .toList();
  }

  private static String graph(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private static List<PeerResult> sum(String name, List<PeerResult> parts, int count) {
    Map<Contender, List<PeerResult>> byRuntime = new LinkedHashMap<>();
    for (PeerResult part : parts) {
      byRuntime
          .computeIfAbsent(
              new Contender(part.runtime(), part.precision()), contender -> new ArrayList<>())
          .add(part);
    }
    byRuntime.values().removeIf(list -> list.size() != count);
    List<PeerResult> sums = new ArrayList<>();
    for (List<PeerResult> list : byRuntime.values()) {
      sums.add(joined(name, list));
    }
    double first = sums.isEmpty() ? 0 : sums.get(0).millis();
    double half = ours("bf16", sums);
    double int8 = ours("int8", sums);
    return sums.stream().map(each -> each.over(first, half, int8)).toList();
  }

  private static double ours(String precision, List<PeerResult> sums) {
    return sums.stream()
        .filter(each -> each.precision().equals(precision))
        .filter(each -> each.runtime().equals(sums.get(0).runtime()))
        .mapToDouble(PeerResult::millis)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static PeerResult joined(String name, List<PeerResult> parts) {
    PeerResult any = parts.get(0);
    int slash = any.network().indexOf('/');
    double millis = parts.stream().mapToDouble(PeerResult::millis).sum();
    double flops = parts.stream().mapToDouble(part -> part.gflops() * part.millis()).sum();
    double error = parts.stream().mapToDouble(PeerResult::error).max().orElseThrow();
    return new PeerResult(
        any.benchmark(),
        any.network().substring(0, slash + 1) + name,
        any.batch(),
        any.runtime(),
        any.version(),
        any.precision(),
        millis,
        flops / millis,
        0,
        0,
        0,
        error,
        any.threads());
  }
}
