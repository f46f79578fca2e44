/** Brings changes of targets to a vmagent: batches them, writes the configuration, confirms it. */
@NullMarked
package io.benchstream.publisher.rollout;

import org.jspecify.annotations.NullMarked;
