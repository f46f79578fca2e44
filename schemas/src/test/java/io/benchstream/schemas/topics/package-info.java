/** Tests of the topic catalogue, its keys and ids. */
@NullMarked
package io.benchstream.schemas.topics;

import org.jspecify.annotations.NullMarked;
