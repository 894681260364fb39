/** Cohorts on a cluster: the jobs of a manifest, one engine in each executor of Apache Spark. */
@NullMarked
package org.mem3d.spark;

import org.jspecify.annotations.NullMarked;
