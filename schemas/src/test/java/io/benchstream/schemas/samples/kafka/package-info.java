/** Tests of the samples reader. */
@NullMarked
package io.benchstream.schemas.samples.kafka;

import org.jspecify.annotations.NullMarked;
