/** Tests of the way from scrapes to samples. */
@NullMarked
package io.benchstream.publisher.scrapes;

import org.jspecify.annotations.NullMarked;
