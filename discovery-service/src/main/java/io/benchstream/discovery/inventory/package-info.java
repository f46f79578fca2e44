/** All clusters of one partition, their jobs and targets, and what an event changes among them. */
@NullMarked
package io.benchstream.discovery.inventory;

import org.jspecify.annotations.NullMarked;
