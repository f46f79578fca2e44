/**
 * The config publisher: vmagent configurations from targets, remote write from samples and KPIs.
 */
@NullMarked
package io.benchstream.publisher;

import org.jspecify.annotations.NullMarked;
