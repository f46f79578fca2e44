/** Series selectors such as {@code name{a="b",c=~"d|e"}}. */
@NullMarked
package io.benchstream.relabel.selector;

import org.jspecify.annotations.NullMarked;
