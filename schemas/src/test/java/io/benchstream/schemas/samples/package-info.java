/** Tests of the samples codec. */
@NullMarked
package io.benchstream.schemas.samples;

import org.jspecify.annotations.NullMarked;
