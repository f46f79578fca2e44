/** Scrapes as samples of series with all their labels, ended where they are gone. */
@NullMarked
package io.benchstream.publisher.scrapes;

import org.jspecify.annotations.NullMarked;
