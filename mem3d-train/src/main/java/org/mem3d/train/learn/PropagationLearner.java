package org.mem3d.train.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.backend.torch.TrainableGraph;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.train.sample.MaskDamage;
import org.mem3d.train.sample.SequenceBatch;
import org.mem3d.train.sample.SequenceSampler;
import org.mem3d.train.volume.TrainingVolume;

/**
 * The memory network learning: it carries masks along runs of slices as the engine's chains do,
 * with its own soft predictions as memories. No gradient flows through a remembered mask; through
 * the value that was made of it, one does.
 */
public final class PropagationLearner implements Learner<SequenceBatch> {
  private static final int P = MemoryNetwork.POSITIONS;

  /** A distance at which a slot gets no weight to speak of. */
  private static final float FAR = 1e30f;

  private static final double KEPT = 0.5;
  private static final double SPOILT = 0.3;
  private static final double CORRECTED = 0.08;

  private final ParameterSet parameters;
  private final DType precision;
  private final SequenceSampler sampler;
  private final int batchFrames;
  private final int[] lengths;
  private final double bothEnds;
  private final Map<String, TrainableGraph> graphs = new HashMap<>();

  /** A remembered slice of all sequences. */
  private static final class Memory {
    final int frame;
    final Tensor key;
    final Tensor value;

    /** Of which sequences; the engine remembers no annotated slice without the object. */
    final boolean[] there;

    Memory(int frame, Tensor key, Tensor value, boolean[] there) {
      this.frame = frame;
      this.key = key;
      this.value = value;
      this.there = there;
    }
  }

  /**
   * Makes a learner.
   *
   * @param weights to start from; copied
   * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param precision of convolutions and products
   * @param batchFrames about how many frames a batch has
   * @param lengths how many frames a sequence has, drawn from these
   * @param bothEnds how often longer sequences are annotated at both ends
   */
  public PropagationLearner(
      Weights weights,
      String device,
      DType precision,
      SequenceSampler sampler,
      int batchFrames,
      int[] lengths,
      double bothEnds) {
    this.parameters = new ParameterSet(weights, device);
    this.precision = precision;
    this.sampler = sampler;
    this.batchFrames = batchFrames;
    this.lengths = lengths.clone();
    this.bothEnds = bothEnds;
  }

  @Override
  public ParameterSet parameters() {
    return parameters;
  }

  @Override
  public SequenceBatch draw(List<TrainingVolume> volumes, SplittableRandom random) {
    int frames = lengths[random.nextInt(lengths.length)];
    boolean ends = random.nextDouble() < bothEnds && frames > 3;
    return sampler.draw(volumes, Math.max(2, batchFrames / frames), frames, ends, random);
  }

  @Override
  @SuppressWarnings("try")
  public Score learn(SequenceBatch batch, Statistics statistics, SplittableRandom random) {
    try (PointerScope scope = new PointerScope()) {
      SequenceResult result = carry(batch, statistics, random, true);
      result.loss.backward();
      return result.score;
    }
  }

  @Override
  @SuppressWarnings("try")
  public Score judge(SequenceBatch batch, SplittableRandom random) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return carry(batch, Statistics.STORED, random, false).score;
    }
  }

  private record SequenceResult(Tensor loss, Score score) {}

  private SequenceResult carry(
      SequenceBatch batch, Statistics statistics, SplittableRandom random, boolean damage) {
    int size = batch.size();
    Tensor images =
        parameters.constant(
            Shape.of(batch.frames() * size, 2, MemoryNetwork.SIDE, MemoryNetwork.SIDE),
            batch.images());
    Map<String, Tensor> all =
        graph("encode", batch.frames() * size, 0).run(Map.of("slice", images), statistics);
    List<Map<String, Tensor>> frames = frames(all, images, batch);
    TrainableReadParameters read = new TrainableReadParameters(parameters);
    List<Memory> memories = new ArrayList<>();
    float[] mask = batch.masks(0);
    Memory previous = memorise(batch, 0, frames, mask, statistics);
    memories.add(previous);
    int last = batch.frames() - 1;
    if (batch.bothEnds()) {
      memories.add(memorise(batch, last, frames, batch.masks(last), statistics));
      last--;
    }

    Tensor loss = parameters.constant(Shape.of(1), new float[1]);
    double dice = 0;
    double qualityError = 0;
    for (int frame = 1; frame <= last; frame++) {
      Map<String, Tensor> answer =
          segment(batch, frame, frames, memories, previous, mask, read, statistics);
      float[] truth = batch.masks(frame);
      Tensor logits = Named.of(answer, "logits");
      float[] probability = ParameterSet.read(Named.of(answer, "probability"));
      float[] reached = Losses.dice(probability, truth);
      float[] guessed = ParameterSet.read(Named.of(answer, "quality"));
      Tensor maskLoss =
          Losses.mask(
              logits,
              parameters.constant(
                  Shape.of(size, 1, MemoryNetwork.SIDE, MemoryNetwork.SIDE), truth));
      Tensor qualityLoss =
          Losses.quality(
              Named.of(answer, "quality.logit"), parameters.constant(Shape.of(size, 1), reached));
      loss = loss.add(maskLoss).add(qualityLoss);
      for (int i = 0; i < size; i++) {
        dice += reached[i] / size;
        qualityError += Math.abs(guessed[i] - reached[i]) / size;
      }
      if (frame < last) {
        mask = probability;
        if (damage) {
          damage(mask, truth, random);
        }
        // An older prediction leaves the bank now and then, as the engine keeps but some of them.
        if (previous.frame > 0 && random.nextDouble() > KEPT) {
          memories.remove(previous);
        }
        previous = memorise(batch, frame, frames, mask, statistics);
        memories.add(previous);
      }
    }
    Tensor mean = loss.mul(new Scalar(1.0 / last));
    return new SequenceResult(
        mean.sum(), new Score(mean.sum().item_float(), dice / last, qualityError / last));
  }

  private static void damage(float[] masks, float[] truth, SplittableRandom random) {
    for (int n = 0; n < masks.length / Losses.PIXELS; n++) {
      double lot = random.nextDouble();
      if (lot < CORRECTED) {
        System.arraycopy(truth, n * Losses.PIXELS, masks, n * Losses.PIXELS, Losses.PIXELS);
      } else if (lot < CORRECTED + SPOILT) {
        MaskDamage.spoil(masks, n, random);
      }
    }
  }

  private Memory memorise(
      SequenceBatch batch,
      int frame,
      List<Map<String, Tensor>> frames,
      float[] mask,
      Statistics statistics) {
    int size = batch.size();
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put("slice", Named.of(frames.get(frame), "slice"));
    inputs.put("eighth", Named.of(frames.get(frame), "eighth"));
    inputs.put(
        "mask",
        parameters.constant(Shape.of(size, 1, MemoryNetwork.SIDE, MemoryNetwork.SIDE), mask));
    Tensor value = Named.of(graph("memorise", size, 0).run(inputs, statistics), "value");
    boolean[] there = new boolean[size];
    boolean end = batch.bothEnds() && frame == batch.frames() - 1;
    for (int b = 0; b < size; b++) {
      there[b] = !end || Losses.area(mask, b) > 0;
    }
    return new Memory(frame, Named.of(frames.get(frame), "key"), value, there);
  }

  private Map<String, Tensor> segment(
      SequenceBatch batch,
      int frame,
      List<Map<String, Tensor>> frames,
      List<Memory> memories,
      Memory previous,
      float[] previousMask,
      TrainableReadParameters read,
      Statistics statistics) {
    int size = batch.size();
    int slots = memories.size();
    float[] distances = new float[size * slots];
    for (int b = 0; b < size; b++) {
      for (int slot = 0; slot < slots; slot++) {
        int away = Math.abs(frame - memories.get(slot).frame);
        boolean there = memories.get(slot).there[b];
        distances[b * slots + slot] = there ? away * batch.strides()[b] : FAR;
      }
    }
    Map<String, Tensor> inputs = new HashMap<>();
    for (String name : List.of("key", "half", "quarter", "eighth")) {
      inputs.put(name, Named.of(frames.get(frame), name));
    }
    inputs.put("bank.keys", bank(memories.stream().map(memory -> memory.key).toList(), size));
    inputs.put("bank.values", bank(memories.stream().map(memory -> memory.value).toList(), size));
    inputs.put(
        "bank.position", read.position(parameters.constant(Shape.of(size, slots), distances)));
    inputs.put("read.temperature", read.temperature());
    inputs.put("previous.value", previous.value);
    inputs.put(
        "previous.mask",
        parameters.constant(
            Shape.of(size, 1, MemoryNetwork.SIDE, MemoryNetwork.SIDE), previousMask));
    Weights constant = MemoryNetwork.queryPosition(size);
    for (String name : constant.names()) {
      inputs.put(name, parameters.constant(constant.shape(name), constant.values(name)));
    }
    return graph("segment", size, slots).run(inputs, statistics);
  }

  /**
   * Returns what is known of each frame: the image, under {@code slice}, and what the encoder made
   * of it. Split at once, so that gradients are joined at once: those of parts taken one by one
   * would each be put into zeros of the whole.
   */
  private static List<Map<String, Tensor>> frames(
      Map<String, Tensor> encoded, Tensor images, SequenceBatch batch) {
    List<Map<String, Tensor>> frames = new ArrayList<>();
    for (int frame = 0; frame < batch.frames(); frame++) {
      frames.add(new HashMap<>());
    }
    Map<String, Tensor> all = new HashMap<>(encoded);
    all.put("slice", images);
    all.forEach(
        (name, tensor) -> {
          TensorVector parts = tensor.split(batch.size(), 0);
          for (int frame = 0; frame < batch.frames(); frame++) {
            frames.get(frame).put(name, parts.get(frame));
          }
        });
    return frames;
  }

  /** Joins slots so that those of one sequence follow each other. */
  private static Tensor bank(List<Tensor> slots, int size) {
    Tensor joined = torch.stack(new TensorVector(slots.toArray(new Tensor[0])), 1);
    return joined.reshape((long) size * slots.size(), P, joined.size(3));
  }

  private TrainableGraph graph(String name, int batch, int slots) {
    return graphs.computeIfAbsent(
        name + " " + batch + " " + slots,
        key -> {
          TensorGraph graph =
              switch (name) {
                case "encode" -> MemoryNetwork.encode(batch);
                case "memorise" -> MemoryNetwork.memorise(batch);
                default -> MemoryNetwork.segmentForTraining(batch, slots);
              };
          Set<String> heads =
              name.equals("segment") ? Set.of("quality", "quality.logit") : Set.of();
          return new TrainableGraph(graph, parameters, precision, heads);
        });
  }

  @Override
  public double flops(SequenceBatch batch) {
    int size = batch.size();
    int frames = batch.frames();
    double slice =
        MemoryNetwork.encode(1).flops() * (double) frames
            + MemoryNetwork.memorise(1).flops() * (double) (frames - 1)
            + MemoryNetwork.segmentForTraining(1, 2).flops() * (double) (frames - 1);
    return 3 * slice * size;
  }

  @Override
  public int samples(SequenceBatch batch) {
    return batch.size();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
