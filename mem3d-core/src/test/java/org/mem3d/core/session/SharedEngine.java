package org.mem3d.core.session;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.mem3d.SegmentationEngine;

/**
 * Gives tests one engine for the whole run: the default weights on the reference backend. It is
 * closed after the last test.
 */
final class SharedEngine implements ParameterResolver {
  private static final Namespace HERE = Namespace.create(SharedEngine.class);

  static SegmentationEngine open() {
    return SegmentationEngine.builder().backend("reference").open();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SegmentationEngine.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .getOrComputeIfAbsent("engine", key -> open(), SegmentationEngine.class);
  }
}
