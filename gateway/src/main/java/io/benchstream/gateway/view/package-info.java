/** What stands on the topics, held in memory. */
@NullMarked
package io.benchstream.gateway.view;

import org.jspecify.annotations.NullMarked;
