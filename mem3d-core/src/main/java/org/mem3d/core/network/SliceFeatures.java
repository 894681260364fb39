package org.mem3d.core.network;

/**
 * What the encoder made of one slice in one window: image, key and features, a row of a batch on
 * the device. Valid until released to the {@link FeatureCache} that lent it.
 */
public final class SliceFeatures {
  final FeatureCache.Entry entry;
  final int row;

  SliceFeatures(FeatureCache.Entry entry, int row) {
    this.entry = entry;
    this.row = row;
  }

  EncodedBatch batch() {
    return entry.batch;
  }
}
