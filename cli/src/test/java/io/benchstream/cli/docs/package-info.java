/** Documents that are made from the code, and held to it. */
@NullMarked
package io.benchstream.cli.docs;

import org.jspecify.annotations.NullMarked;
