/**
 * What an object looks like in its volume, learned in the session: the networks are never trained,
 * but the encoder's features of the annotated slices tell object from surroundings.
 *
 * <p>Start with {@link org.mem3d.core.propagation.appearance.AppearanceModel}. Immutable or
 * stateless; the model that encodes belongs to one thread.
 */
@NullMarked
package org.mem3d.core.propagation.appearance;

import org.jspecify.annotations.NullMarked;
