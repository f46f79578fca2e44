/** The services under measurement, each a process of its own. */
@NullMarked
package io.benchstream.benchmarks.service;

import org.jspecify.annotations.NullMarked;
