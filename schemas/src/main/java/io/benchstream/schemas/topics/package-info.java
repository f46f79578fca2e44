/** The topic catalogue: the architecture on one page. */
@NullMarked
package io.benchstream.schemas.topics;

import org.jspecify.annotations.NullMarked;
