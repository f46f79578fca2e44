package io.benchstream.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.broker.LocalBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedParts.class)
@TestInstance(Lifecycle.PER_CLASS)
class SharedPartsIT {
  private final LocalBroker fromConstructor;
  private final List<LocalBroker> seen = new ArrayList<>();

  SharedPartsIT(LocalBroker broker) {
    fromConstructor = broker;
  }

  @BeforeEach
  void inBeforeEachToo(LocalBroker broker) {
    seen.add(broker);
  }

  @Test
  void itAnswers(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      assertThat(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS)).hasSize(1);
    }
  }

  @Test
  void itIsTheSameForAll(LocalBroker broker) {
    assertThat(seen).isNotEmpty().containsOnly(broker);
    assertThat(fromConstructor).isSameAs(broker);
  }
}
