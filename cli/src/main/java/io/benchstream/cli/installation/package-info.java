/** Where an installation is: found by local mode's state file, or named by flags. */
@NullMarked
package io.benchstream.cli.installation;

import org.jspecify.annotations.NullMarked;
