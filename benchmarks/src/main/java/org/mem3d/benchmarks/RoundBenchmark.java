package org.mem3d.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mem3d.SegmentationEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A later round, mark and propagation, under JMH, for its profilers: {@code -prof gc} shows what a
 * round allocates. {@link RoundCommand} measures whole sessions, with Dice.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 6)
public class RoundBenchmark {
  /** The backend's name. */
  @Param("onednn")
  public String backend = "onednn";

  /** {@code f32} or {@code bf16}. */
  @Param("f32")
  public String precision = "f32";

  /** The plan's name. */
  @Param("ensemble")
  public String plan = "ensemble";

  /** Voxels. */
  @Param("256x256x64")
  public String size = "256x256x64";

  private SegmentationEngine engine;
  private RoundSimulation play;

  /** Plays the first round. */
  @Setup(Level.Trial)
  public void open() {
    engine =
        new EngineChoice(backend, EngineChoice.precision(precision), EngineChoice.plan(plan), 0)
            .open();
    play = new RoundSimulation(engine, ScanVolume.of(Size.parse(size), 5));
    play.firstRound();
  }

  /** Corrects a slice and propagates. */
  @Benchmark
  public void laterRound() {
    play.laterRound();
  }

  /** Releases everything. */
  @TearDown(Level.Trial)
  public void close() {
    play.close();
    engine.close();
  }
}
