package org.mem3d.runtime.pass;

/** The passes that a graph goes through before a backend compiles it, in their order. */
public final class Passes {
  private Passes() {}

  /**
   * Folds constants, shares what is computed twice, folds batch norms, then fuses residuals and
   * activations; each drops what no output needs.
   */
  public static BoundGraph standard(BoundGraph bound) {
    BoundGraph shared = ShareCommon.apply(FoldConstants.apply(bound));
    return FuseConvolutions.apply(FoldBatchNorm.apply(shared));
  }
}
