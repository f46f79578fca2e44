package io.benchstream.aggregator.recipe;

import java.util.List;
import java.util.stream.Collectors;

/** A recipe file cannot be used. The message has a line for each problem. */
public final class RecipeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<RecipeProblem> problems;

  /**
   * @param source the file's name
   */
  public RecipeException(String source, List<RecipeProblem> problems) {
    super(problems.stream().map(problem -> problem.in(source)).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<RecipeProblem> problems() {
    return problems;
  }
}
