package io.benchstream.scrape.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {
  @Test
  void readsWhatItWrites() {
    Claim owned = new Claim(12, false, 34);
    Claim released = new Claim(12, true, 56);

    assertThat(Claim.parse(owned.text())).isEqualTo(owned);
    assertThat(Claim.parse(released.text())).isEqualTo(released);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "epoch=1", "epoch=x,from=1", "epoch=-1,from=1", "epoch=1,from=1 "})
  void takesAnythingElseForNoWordAtAll(String text) {
    assertThat(Claim.parse(text)).isEqualTo(Claim.NONE);
  }

  @Test
  void aFirstClaimLeavesNothingToAnybody() {
    Claim first = Claim.NONE.next(10_000);

    assertThat(first).isEqualTo(new Claim(10_000, false, 10_000));
    assertThat(Claim.NONE.leftSince(first)).isEqualTo(Claim.NONE_LEFT);
  }

  @Test
  void beginsOnceTheLastOwnerHasHeardOfIt() {
    Claim released = new Claim(7, true, 15_000);
    Claim next = released.next(10_000);

    assertThat(next.time()).isEqualTo(10_000 + Claim.HEARD_OF_MILLIS);
    assertThat(released.leftSince(next)).isEqualTo(next.time());
  }

  @Test
  void beginsWhereTheLastOwnerHasEnded() {
    Claim released = new Claim(7, true, 9_000);
    Claim next = released.next(10_000);

    assertThat(released.leftSince(next)).isEqualTo(9_000);
  }

  @Test
  void anOwnerThatDiedLeavesNothing() {
    Claim owned = new Claim(7, false, 9_000);

    assertThat(owned.leftSince(owned.next(10_000))).isEqualTo(Claim.NONE_LEFT);
  }

  @Test
  void epochsRiseWhateverTheClockSays() {
    assertThat(new Claim(50_000, false, 0).next(10_000).epoch()).isEqualTo(50_001);
    assertThat(new Claim(7, false, 0).next(10_000).epoch()).isEqualTo(10_000);
  }
}
