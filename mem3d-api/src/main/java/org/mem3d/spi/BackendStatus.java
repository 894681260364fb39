package org.mem3d.spi;

/**
 * One backend as found. Immutable.
 *
 * @param name the provider's name; its class where it could not even be loaded
 * @param priority its rank in the automatic choice; the lowest where it could not be loaded
 * @param availability whether it works here, and if not, why and what to do
 */
public record BackendStatus(String name, int priority, Availability availability) {}
