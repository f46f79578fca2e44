/** Relabeling rules: their configuration, their compiled list, and what each step did. */
@NullMarked
package io.benchstream.relabel.rules;

import org.jspecify.annotations.NullMarked;
