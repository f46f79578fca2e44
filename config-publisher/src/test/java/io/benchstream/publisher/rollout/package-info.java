/** Tests of the rollout. */
@NullMarked
package io.benchstream.publisher.rollout;

import org.jspecify.annotations.NullMarked;
