package org.mem3d.core.pass;

/** The passes that a graph goes through before a backend compiles it, in their order. */
public final class Passes {
  private Passes() {}

  /** Folds batch norms, then fuses residuals and activations; both drop what no output needs. */
  public static BoundGraph standard(BoundGraph bound) {
    return FuseConvolutions.apply(FoldBatchNorm.apply(bound));
  }
}
