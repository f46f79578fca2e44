/** The life of one cluster or job: which event changes its state, and which comes too late. */
@NullMarked
package io.benchstream.discovery.resource;

import org.jspecify.annotations.NullMarked;
