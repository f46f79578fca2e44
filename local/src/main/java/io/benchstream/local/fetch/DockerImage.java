package io.benchstream.local.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Copies the program out of its Docker image; the image is pulled where it is not there yet. */
final class DockerImage implements Fetcher {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final String docker;

  DockerImage() {
    this("docker");
  }

  /** With another program that takes Docker's commands. */
  DockerImage(String docker) {
    this.docker = docker;
  }

  @Override
  public String origin(Tool tool) {
    return "Docker image " + tool.image();
  }

  @Override
  public Map<Tool, Path> fetch(Tool tool, Path stage) throws Command.FailedException, IOException {
    Command command = new Command(stage, TIMEOUT);
    // The name is ours to choose: of what `create` prints when it pulls, the id is only a part.
    String container = "benchstream-" + stage.getFileName();
    Path program = stage.resolve(tool.names().getFirst());
    command.run(List.of(docker, "create", "--name", container, tool.image()));
    try {
      String source = container + ":" + tool.pathInImage();
      command.run(List.of(docker, "cp", "--follow-link", source, program.toString()));
    } finally {
      command.run(List.of(docker, "rm", "--force", container));
    }
    return Map.of(tool, program);
  }
}
