package org.mem3d.importer;

import java.util.List;

/**
 * A tensor as a pickle describes it: a view of a storage. Numbers are in elements.
 *
 * @param storage what it lies on
 * @param offset of its first element in the storage
 * @param size its extents, outermost first
 * @param stride distances between neighbours along each axis
 */
record StoredTensor(Storage storage, long offset, List<Long> size, List<Long> stride) {
  /**
   * A storage as a pickle mentions it.
   *
   * @param type of the elements
   * @param key its name in the file
   * @param begin the element of that storage with which this one begins; not 0 for views alone
   * @param elements how many it has
   */
  record Storage(StorageType type, String key, long begin, long elements) {}
}
