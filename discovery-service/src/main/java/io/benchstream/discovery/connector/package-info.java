/**
 * Connectors: each watches one source of clusters, jobs and endpoints and tells what changes there
 * as lifecycle events.
 */
@NullMarked
package io.benchstream.discovery.connector;

import org.jspecify.annotations.NullMarked;
