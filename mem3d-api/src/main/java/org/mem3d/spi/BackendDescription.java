package org.mem3d.spi;

/**
 * What an open backend is. Immutable.
 *
 * @param name the provider's name
 * @param device the processor or graphics card
 * @param version the version of what computes
 * @param threads how many threads compute
 */
public record BackendDescription(String name, String device, String version, int threads) {}
