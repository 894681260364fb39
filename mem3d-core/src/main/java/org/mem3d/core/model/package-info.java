/**
 * Which networks there are, and the files of their weights.
 *
 * <p>Start with {@link org.mem3d.core.model.ModelFamily}, the one place that knows of a kind of
 * networks: the default ones are {@link org.mem3d.core.model.DefaultModelFamily}, others come as
 * services from the class path. {@link org.mem3d.core.model.ModelFiles} opens weights and finds
 * their families. Everything here is immutable.
 */
@NullMarked
package org.mem3d.core.model;

import org.jspecify.annotations.NullMarked;
