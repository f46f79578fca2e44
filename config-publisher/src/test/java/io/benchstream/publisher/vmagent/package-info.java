/** Tests of the vmagent scrape configuration. */
@NullMarked
package io.benchstream.publisher.vmagent;

import org.jspecify.annotations.NullMarked;
