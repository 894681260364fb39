package org.mem3d.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, checked on what was compiled. */
class ArchitectureTest {
  private static final String[] API = {
    "org.mem3d", "org.mem3d.file", "org.mem3d.graph", "org.mem3d.spi"
  };
  private static JavaClasses all;

  /** Imports every module that is built beside this one. */
  @BeforeAll
  static void importModules() throws IOException {
    List<Path> modules;
    try (Stream<Path> siblings = Files.list(Path.of(".."))) {
      modules =
          siblings
              // Programs of users: they take what they like, and may be built before or after.
              .filter(dir -> !dir.endsWith("src-examples"))
              .map(dir -> dir.resolve("target/classes"))
              .filter(Files::isDirectory)
              .toList();
    }
    all =
        new ClassFileImporter()
            .importPaths(modules)
            // What JMH makes of the benchmarks.
            .that(resideOutsideOfPackage("org.mem3d.benchmarks.jmh_generated.."));
    for (String name :
        List.of(
            "org.mem3d.SegmentationEngine",
            "org.mem3d.core.session.CoreEngineProvider",
            "org.mem3d.io.Volumes",
            "org.mem3d.eval.Protocol",
            "org.mem3d.importer.CheckpointImport",
            "org.mem3d.backend.cpu.Nd4jCpuProvider",
            "org.mem3d.backend.cuda.Nd4jCudaProvider",
            "org.mem3d.backend.gpu.GpuProbe")) {
      assertThat(all.contain(name)).as(name + " was imported").isTrue();
    }
  }

  @Test
  void theApiKnowsTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage(API)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(API).or(resideInAnyPackage("java..", "org.jspecify..")))
        .check(all);
  }

  @Test
  void programsNeverSeeGraphs() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.graph.."))
        .check(all);
  }

  @Test
  void writingOfFilesKnowsNothingButItsErrors() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.file")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(resideOutsideOfPackage("org.mem3d.file"))
                .and(not(simpleName("Mem3dException"))))
        .check(all);
  }

  /** So that a file is never there half, nor keeps less than it had of owner, links and mode. */
  @Test
  void filesAreWrittenInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.mem3d.file")
        // A log grows line by line.
        .and(not(simpleName("TrainLog")))
        .should()
        .callMethodWhere(
            describe(
                "writes a file",
                (JavaMethodCall call) ->
                    call.getTargetOwner().isEquivalentTo(Files.class)
                        && call.getName()
                            .matches("write.*|newOutputStream|newBufferedWriter|move|copy")))
        .orShould()
        .dependOnClassesThat(assignableTo(FileOutputStream.class))
        .check(all);
  }

  @Test
  void graphsKnowNoBackend() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.graph..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.spi.."))
        .check(all);
  }

  @Test
  void theRuntimeKnowsTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.runtime..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage(API)))
                .and(resideOutsideOfPackage("org.mem3d.runtime..")))
        .check(all);
  }

  @Test
  void theCoreKnowsTheApiAndTheRuntimeAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.core..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage(API)))
                .and(not(resideInAnyPackage("org.mem3d.core..", "org.mem3d.runtime.."))))
        .check(all);
  }

  @Test
  void nothingButTheProgramsKnowsThePublishedNetworks() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.mem3d.published..",
            "org.mem3d.importer..",
            "org.mem3d.cli..",
            "org.mem3d.benchmarks..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.published.."))
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.published..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.mem3d.core.session..", "org.mem3d.runtime.backend.."))
        .check(all);
  }

  /** Which networks there are is known to the families, which are found as services. */
  @Test
  void engineAndSessionsKnowNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.core.session..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d.core.network..")
                .and(not(simpleName("BatchSizes")))
                .and(not(simpleName("MemoryEstimate"))))
        .check(all);
  }

  @Test
  void readersOfFilesKnowTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.io..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage("org.mem3d", "org.mem3d.file")))
                .and(resideOutsideOfPackage("org.mem3d.io..")))
        .check(all);
  }

  /** The window finds the engine as any program does, and is known to the command line alone. */
  @Test
  void theViewerKnowsTheApiAndFilesAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.viewer..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage("org.mem3d", "org.mem3d.file")))
                .and(not(resideInAnyPackage("org.mem3d.io..", "org.mem3d.viewer.."))))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages("org.mem3d.viewer..", "org.mem3d.cli..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.viewer.."))
        .check(all);
  }

  /** Cohorts find the engine as any program does; the marks that they simulate have its words. */
  @Test
  void cohortsKnowTheApiFilesAndTheEvaluation() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.batch..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage("org.mem3d", "org.mem3d.file")))
                .and(not(resideInAnyPackage("org.mem3d.io..", "org.mem3d.eval")))
                .and(not(resideInAnyPackage("org.mem3d.runtime.digest", "org.mem3d.batch..")))
                .and(not(simpleName("MarkJson"))))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages("org.mem3d.batch..", "org.mem3d.spark..", "org.mem3d.cli..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.batch.."))
        .check(all);
  }

  /** What runs on a cluster is the library for cohorts with other files. */
  @Test
  void nothingButItsOwnModuleKnowsSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.mem3d.spark..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "org.mem3d.spark.."))
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.spark..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage("org.mem3d", "org.mem3d.file", "org.mem3d.batch")))
                .and(not(resideInAnyPackage("org.mem3d.eval.command", "org.mem3d.spark.."))))
        .allowEmptyShould(true)
        .check(all);
  }

  @Test
  void onlyTheCommandLineReadsCheckpoints() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.mem3d.importer..", "org.mem3d.cli..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.importer.."))
        .check(all);
  }

  @Test
  void exportToOnnxKnowsTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.onnx..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage(API)))
                .and(resideOutsideOfPackage("org.mem3d.onnx..")))
        .check(all);
  }

  @Test
  void nothingKnowsTheBenchmarks() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.mem3d.benchmarks..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.benchmarks.."))
        .check(all);
  }

  @Test
  void nothingKnowsABackend() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.mem3d.backend..", "org.mem3d.train..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.backend.."))
        .check(all);
    // Training differentiates, which no interface of backends offers; it may not have been built.
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.train..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d.backend..")
                .and(resideOutsideOfPackage("org.mem3d.backend.torch..")))
        .allowEmptyShould(true)
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.mem3d.train..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.train.."))
        .check(all);
  }

  @Test
  void backendsKnowTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.backend..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.mem3d..")
                .and(not(resideInAnyPackage(API)))
                .and(resideOutsideOfPackage("org.mem3d.backend..")))
        .check(all);
  }

  @Test
  void whatIsKnownOfCardsNeedsNoLibrary() {
    classes()
        .that()
        .resideInAPackage("org.mem3d.backend.gpu..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(API)
                .or(resideInAnyPackage("org.mem3d.backend.gpu..", "java..", "org.jspecify..")))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.mem3d.backend.gpu..", "org.mem3d.backend.cuda..", "org.mem3d.backend.torch..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.backend.gpu.."))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.mem3d.backend.nd4j..", "org.mem3d.backend.cpu..", "org.mem3d.backend.cuda..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.backend.nd4j.."))
        .check(all);
  }

  @Test
  void insideTheCoreArrowsPointFromTheUserToTheNumbers() {
    mayNotKnow("model", "session", "refinement", "region");
    mayNotKnow("interaction", "session", "model", "propagation");
    mayNotKnow("propagation", "session", "model", "interaction");
    mayNotKnow("refinement", "session", "model", "interaction", "propagation", "network");
    mayNotKnow("region", "session", "model", "interaction", "propagation", "refinement", "network");
    mayNotKnow("network", "session", "model", "interaction", "propagation", "refinement", "region");
    noClasses()
        .that()
        .resideInAnyPackage("org.mem3d.core.refinement..", "org.mem3d.core.region..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.runtime.."))
        .check(all);
    mayNotKnow("propagation.plan", "propagation.run", "propagation.result", "network");
    mayNotKnow("propagation.result", "propagation.run", "network");
    mayNotKnow("propagation.run", "propagation.result");
    slices().matching("org.mem3d.core.(*)..").should().beFreeOfCycles().check(all);
  }

  @Test
  void whichBackendComputesIsChosenWhereAnEngineIsMade() {
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.core..")
        .and()
        .resideOutsideOfPackage("org.mem3d.core.session..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.runtime.backend.."))
        .check(all);
    // Constants are folded by the definition of the operations, for all backends alike.
    noClasses()
        .that(
            resideOutsideOfPackage("org.mem3d.runtime.reference..")
                .and(not(simpleName("FoldConstants"))))
        .should()
        .dependOnClassesThat(resideInAPackage("org.mem3d.runtime.reference.."))
        .check(all);
  }

  /** The threads of an engine are counted: what it computes runs on no pool of the JVM's. */
  @Test
  void theCoreUsesNoThreadsButItsPools() {
    noClasses()
        .that()
        .resideInAnyPackage("org.mem3d.core..", "org.mem3d.runtime..")
        .should()
        .callMethodWhere(
            target(
                    nameMatching(
                        "parallel|parallelStream|parallelSort|parallelPrefix|parallelSetAll"))
                .or(target(nameMatching("supplyAsync|runAsync|commonPool"))))
        .check(all);
    classes()
        .that()
        .resideInAPackage("org.mem3d.core.concurrent..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("org.mem3d.core.concurrent..", "java..", "org.jspecify.."))
        .check(all);
  }

  private static void mayNotKnow(String from, String... targets) {
    String[] packages =
        Stream.of(targets).map(to -> "org.mem3d.core." + to + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("org.mem3d.core." + from + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .check(all);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("org.mem3d.(**)").should().beFreeOfCycles().check(apartFromTheApi());
  }

  /** The API's three packages know each other: programs open engines, engines implement the API. */
  private static JavaClasses apartFromTheApi() {
    return all.that(not(resideInAnyPackage(API)));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass each : all) {
      String info = each.getPackageName() + ".package-info";
      if (!all.contain(info)
          || !all.get(info).isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
        unmarked.add(each.getPackageName());
      }
    }
    assertThat(unmarked).as("packages without a @NullMarked package-info").isEmpty();
  }
}
