package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  /** What one object says of a voxel. */
  record Claim(int label, long size, int standing, int level) {}

  /** Returns who gets a voxel, whatever the order in which objects of one size claim it. */
  private static int winner(Claim... claims) {
    List<Claim> ordered = new ArrayList<>(List.of(claims));
    Collections.reverse(ordered);
    ordered.sort(Comparator.comparingLong(Claim::size).thenComparingInt(Claim::label));
    Claims plane = new Claims(3);
    plane.clear();
    for (Claim claim : ordered) {
      Claimant claimant =
          new Claimant(
              ObjectState.named(claim.label, "object " + claim.label, 0),
              claim.size,
              Set.of(),
              Map.of());
      plane.take(1, claimant, claim.standing, claim.level);
    }
    byte[] labels = new byte[3];
    plane.copyLabels(labels);
    assertThat(labels[0] + labels[2]).as("voxels that nobody claims").isZero();
    return labels[1];
  }

  @Test
  void ofObjectsOfAboutOneSizeTheLikelierWinsThenTheSmallerThenTheEarlier() {
    assertThat(winner(new Claim(1, 150, 0, 200), new Claim(2, 100, 0, 201))).isEqualTo(2);
    assertThat(winner(new Claim(1, 150, 0, 201), new Claim(2, 100, 0, 200))).isEqualTo(1);
    assertThat(winner(new Claim(1, 150, 0, 200), new Claim(2, 100, 0, 200))).isEqualTo(2);
    assertThat(winner(new Claim(1, 100, 0, 200), new Claim(2, 100, 0, 200))).isEqualTo(1);
  }

  @Test
  void neighbouringLevelsAreToldApart() {
    assertThat(winner(new Claim(1, 100, 0, 200), new Claim(2, 120, 0, 201))).isEqualTo(2);
  }

  @Test
  void anObjectInsideAnotherWinsHoweverSureTheOtherIs() {
    Claim liver = new Claim(1, 1000, Claimant.ANNOTATED, 255);
    assertThat(winner(liver, new Claim(2, 499, Claimant.CARRIED, 130))).isEqualTo(2);
    assertThat(winner(liver, new Claim(2, 501, Claimant.CARRIED, 130))).isEqualTo(1);
  }

  @Test
  void whatTheUserMarkedWinsThenWhatWasGiven() {
    Claim nested = new Claim(2, 10, Claimant.ANNOTATED, 255);
    assertThat(winner(new Claim(1, 1000, Claimant.GIVEN, 255), nested)).isEqualTo(1);
    assertThat(winner(new Claim(1, 1000, Claimant.MARKED, 255), nested)).isEqualTo(1);
    Claim given = new Claim(2, 10, Claimant.GIVEN, 255);
    assertThat(winner(new Claim(1, 1000, Claimant.MARKED, 255), given)).isEqualTo(1);
    assertThat(winner(new Claim(1, 1000, Claimant.GIVEN, 255), given)).isEqualTo(2);
  }

  @Test
  void annotatedIsBetterThanCarried() {
    Claim carried = new Claim(1, 100, Claimant.CARRIED, 255);
    assertThat(winner(carried, new Claim(2, 120, Claimant.ANNOTATED, 128))).isEqualTo(2);
  }

  @Test
  void ofThreeTheLargeOneIsOutAndTheOthersCompete() {
    assertThat(
            winner(new Claim(1, 500, 0, 255), new Claim(2, 180, 0, 210), new Claim(3, 100, 0, 200)))
        .isEqualTo(2);
  }
}
