/**
 * Real volumes as a source of training samples, with labels or without.
 *
 * <p>Start with {@link org.mem3d.train.cases.CaseFolder}: it finds the files, has each prepared
 * once ({@link org.mem3d.train.cases.Preparation}: regions, connected labels) and kept in a cache
 * that is mapped into memory, and draws volumes from it, set by set. {@link
 * org.mem3d.train.cases.MixedSource} mixes folders with made-up volumes.
 */
@NullMarked
package org.mem3d.train.cases;

import org.jspecify.annotations.NullMarked;
