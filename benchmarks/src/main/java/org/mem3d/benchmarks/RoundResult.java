package org.mem3d.benchmarks;

/**
 * What was measured of one session, as it stands in the JSON. Immutable.
 *
 * @param benchmark {@code round} or {@code scale}
 * @param device what computed, as the backend tells it
 * @param size of the volume in voxels
 * @param firstRoundSeconds the propagation after the first slice's marks, in a JVM that has played
 *     the same session on another volume
 * @param laterRoundSeconds median of the propagations after a correction of a suggested slice
 * @param interactionMillis median time of the answers to these corrections
 * @param dice of the whole object after the last round
 * @param heapBytes heap in use at the end of the session, garbage collected
 * @param offHeapBytes most memory of the backend after any step, as the engine tells it: the
 *     device's where it has its own; for the backend {@code reference} that is heap
 * @param laterRoundBytesToDevice median of the bytes copied to the device in a correction and the
 *     propagation after it; 0 where the backend computes in main memory and does not count
 * @param laterRoundBytesFromDevice the same from the device
 * @param threads how many threads compute
 */
record RoundResult(
    String benchmark,
    String backend,
    String device,
    String precision,
    String plan,
    String size,
    double firstRoundSeconds,
    double laterRoundSeconds,
    double interactionMillis,
    double dice,
    long heapBytes,
    long offHeapBytes,
    long laterRoundBytesToDevice,
    long laterRoundBytesFromDevice,
    int threads) {}
