/**
 * Configuration files: YAML to validated records, with errors that name file, key, value and
 * remedy.
 */
@NullMarked
package io.benchstream.runtime.config;

import org.jspecify.annotations.NullMarked;
