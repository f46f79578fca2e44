/** The samples codec: scrapes with their series in keyframes. See docs/adr/0001. */
@NullMarked
package io.benchstream.schemas.samples;

import org.jspecify.annotations.NullMarked;
