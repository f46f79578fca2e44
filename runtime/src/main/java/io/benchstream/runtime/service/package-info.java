/** The main program of a service: parse, load, start. */
@NullMarked
package io.benchstream.runtime.service;

import org.jspecify.annotations.NullMarked;
