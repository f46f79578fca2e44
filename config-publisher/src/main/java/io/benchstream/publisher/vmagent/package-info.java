/** The scrape configuration of a vmagent, made from targets: plain values, no I/O. */
@NullMarked
package io.benchstream.publisher.vmagent;

import org.jspecify.annotations.NullMarked;
