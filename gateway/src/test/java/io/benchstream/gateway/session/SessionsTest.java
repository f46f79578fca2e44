package io.benchstream.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.ResourceCatalogue;
import io.benchstream.gateway.view.SessionCatalogue;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionTarget;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that fails in the middle of a change. */
class SessionsTest {
  private static final String TARGET =
      "{\"job_id\":\"j\",\"scrape_config\":{\"targets\":[\"10.0.0.7:8000\"]}}";

  private final SessionCatalogue catalogue = new SessionCatalogue(10, n -> {});
  private final ResourceCatalogue resources = new ResourceCatalogue(10, n -> {});
  private final Topics topics = new Topics();
  private final Sessions sessions = new Sessions(catalogue, resources, topics, Clock.systemUTC());

  /** Topics that the views follow at once, and that can fail. */
  private final class Topics implements SessionSink {
    private final List<LifecycleEvent> events = new ArrayList<>();
    private boolean refuseRecords;
    private boolean refuseEvents;
    private boolean refuseForGood;
    private boolean viewBehind;
    private Runnable meanwhile = () -> {};
    private long offset;

    @Override
    public void write(String id, @Nullable Session session) {
      refuse(refuseRecords);
      catalogue.put(id, session, 0, offset++);
    }

    @Override
    public void send(List<LifecycleEvent> all) {
      refuse(refuseEvents);
      if (refuseForGood) {
        meanwhile.run();
        throw new ProblemException(Problem.badRequest("data.endpoints", "too many"));
      }
      events.addAll(all);
      if (!viewBehind) {
        all.forEach(this::apply);
      }
    }

    /** As the discovery service does with an event, whoever it is from. */
    private void apply(LifecycleEvent event) {
      List<String> recent = new ArrayList<>(List.of(event.getSource() + "\n" + event.getId()));
      resources
          .find(event.getCluster(), event.getJob())
          .ifPresent(before -> recent.addAll(before.getRecentEvents()));
      resources.put(
          "job/%s/%s".formatted(event.getCluster(), event.getJob()),
          Resource.newBuilder()
              .setResourceType(ResourceType.JOB)
              .setCluster(event.getCluster())
              .setJob(event.getJob())
              .setPhase(event.getPhase())
              .setKind(event.getKind())
              .setSince(event.getTime())
              .setLastEventTime(event.getTime())
              .setRecentEvents(recent)
              .build());
    }

    private void refuse(boolean refused) {
      if (refused) {
        throw new ProblemException(Problem.comeBack(503, "Not available", "no broker", 2));
      }
    }
  }

  /** What a scheduler tells of a job. */
  private void scheduler(String cluster, String job, Phase phase) {
    topics.apply(
        LifecycleEvent.newBuilder()
            .setId("%s-%s-%s".formatted(cluster, job, phase))
            .setSource("/slurm/" + cluster)
            .setTime(Instant.now())
            .setResourceType(ResourceType.JOB)
            .setCluster(cluster)
            .setJob(job)
            .setPhase(phase)
            .setKind("vllm")
            .build());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @BeforeEach
  void open() {
    sessions.open(json("{\"session_id\":\"s\"}"));
  }

  private void refused() {
    assertThatThrownBy(() -> sessions.addTarget("s", json(TARGET)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void noJobIsScrapedThatNoSessionKnowsOf() {
    topics.refuseRecords = true;
    refused();
    assertThat(topics.events).isEmpty();
    topics.refuseRecords = false;
    assertThat(sessions.addTarget("s", json(TARGET)).created()).isTrue();
    assertThat(topics.events).hasSize(1);
  }

  /** As discovery does with the session of a job that is a benchmark. */
  private void endedByAnother(String id) {
    topics.write(
        id,
        Session.newBuilder(sessions.get(id))
            .setState(SessionState.ENDED)
            .setEnd(Instant.now())
            .build());
  }

  @Test
  void whatAnEndedSessionLeftRunningEndsWithIt() {
    sessions.addTarget("s", json(TARGET));
    endedByAnother("s");
    sessions.removeTarget("s", "s", "j");
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.DELETED);
    int sent = topics.events.size();
    sessions.end("s", json("{}"));
    sessions.delete("s");
    assertThat(topics.events).hasSize(sent);
  }

  @Test
  void whatAnotherSessionHasTakenUpGoesOn() {
    String shared =
        "{\"job_id\":\"j\",\"cluster\":\"c\",\"scrape_config\":{\"targets\":[\"10.0.0.7:8000\"]}}";
    sessions.addTarget("s", json(shared));
    sessions.end("s", json("{}"));
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.COMPLETED);
    sessions.open(json("{\"session_id\":\"t\"}"));
    sessions.addTarget("t", json(shared));
    int sent = topics.events.size();
    sessions.delete("s");
    assertThat(topics.events).hasSize(sent);
    sessions.delete("t");
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.DELETED);
  }

  @Test
  void whatASchedulerHasBegunSinceGoesOn() {
    sessions.addTarget("s", json(TARGET));
    sessions.end("s", json("{}"));
    scheduler("s", "j", Phase.RUNNING);
    int sent = topics.events.size();
    sessions.end("s", json("{}"));
    sessions.removeTarget("s", "s", "j");
    sessions.delete("s");
    assertThat(topics.events).hasSize(sent);
  }

  @Test
  void whatASchedulerHasTakenOverGoesOn() {
    sessions.addTarget("s", json(TARGET));
    scheduler("s", "j", Phase.RUNNING);
    int sent = topics.events.size();
    sessions.end("s", json("{}"));
    assertThat(topics.events).hasSize(sent);
  }

  @Test
  void startThatIsNotInTheViewYetIsEndedAllTheSame() {
    topics.viewBehind = true;
    sessions.addTarget("s", json(TARGET));
    scheduler("s", "j", Phase.RUNNING); // late, of a run before
    sessions.end("s", json("{}"));
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void targetThatIsRefusedForGoodIsNotKept() {
    topics.refuseForGood = true;
    refused();
    assertThat(sessions.get("s").getTargets()).isEmpty();
    assertThat(sessions.get("s").getJobs()).isEmpty();
  }

  @Test
  void whatOthersWroteBeforeTheRefusalStays() {
    String named = "{\"session_id\":\"u\",\"jobs\":[\"u/j\"]}";
    sessions.open(json(named));
    topics.refuseForGood = true;
    topics.meanwhile = () -> endedByAnother("u");
    assertThatThrownBy(() -> sessions.addTarget("u", json(TARGET)))
        .isInstanceOf(ProblemException.class);
    assertThat(sessions.get("u").getState()).isEqualTo(SessionState.ENDED);
    assertThat(sessions.get("u").getTargets()).isEmpty();
    assertThat(sessions.get("u").getJobs()).containsExactly("u/j");
  }

  @Test
  void sameRequestAgainAnnouncesWhatWasNot() {
    topics.refuseEvents = true;
    refused();
    topics.refuseEvents = false;
    Sessions.Created<SessionTarget> again = sessions.addTarget("s", json(TARGET));
    assertThat(again.created()).isFalse();
    assertThat(topics.events).singleElement().extracting("phase").isEqualTo(Phase.RUNNING);
    sessions.delete("s");
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.DELETED);
  }

  @Test
  void jobThatSomebodyEndedIsNotBegunAgainByTheSameRequest() {
    sessions.addTarget("s", json(TARGET));
    scheduler("s", "j", Phase.CANCELLED);
    int sent = topics.events.size();
    assertThat(sessions.addTarget("s", json(TARGET)).created()).isFalse();
    assertThat(topics.events).hasSize(sent);
  }

  @Test
  void jobThatSomebodyElseRunsIsNotAnnouncedByTheSameRequest() {
    sessions.addTarget("s", json(TARGET));
    scheduler("s", "j", Phase.RUNNING);
    int sent = topics.events.size();
    assertThat(sessions.addTarget("s", json(TARGET)).created()).isFalse();
    assertThat(topics.events).hasSize(sent);
  }

  /** Its run before was another's, or the session's own and taken out. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void startThatWasNeverSeenIsAnnouncedAfterARunBefore(boolean own) {
    if (own) {
      sessions.addTarget("s", json(TARGET));
      sessions.removeTarget("s", "s", "j");
    }
    scheduler("s", "j", Phase.COMPLETED);
    topics.refuseEvents = true;
    refused();
    topics.refuseEvents = false;
    int sent = topics.events.size();
    assertThat(sessions.addTarget("s", json(TARGET)).created()).isFalse();
    assertThat(topics.events).hasSize(sent + 1);
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void targetThatWasTakenOutJustNowCanBeRegisteredAgain() {
    sessions.addTarget("s", json(TARGET));
    topics.viewBehind = true;
    sessions.removeTarget("s", "s", "j");
    assertThat(sessions.addTarget("s", json(TARGET)).created()).isTrue();
    assertThat(topics.events.getLast().getPhase()).isEqualTo(Phase.RUNNING);
  }
}
