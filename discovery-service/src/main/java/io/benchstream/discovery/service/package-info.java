/** The Kafka edge: events of the owned partitions in, changes out, in one transaction. */
@NullMarked
package io.benchstream.discovery.service;

import org.jspecify.annotations.NullMarked;
