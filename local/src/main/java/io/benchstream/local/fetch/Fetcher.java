package io.benchstream.local.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Gets programs from elsewhere. */
interface Fetcher {

  /** Where from, for progress and messages. */
  String origin(Tool tool);

  /**
   * Puts the program, and others that come with it, into the directory.
   *
   * @return the files, each under the program it is
   */
  Map<Tool, Path> fetch(Tool tool, Path stage) throws Command.FailedException, IOException;
}
