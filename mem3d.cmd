@echo off
rem The launcher for Windows; the one for other systems is the script mem3d beside it.
rem Builds what is missing. After sources have changed, "mvn clean" has it built anew.
rem Needs a JDK 17 and Maven 3.8; MEM3D_JAVA_OPTS adds options for the JVM.
setlocal
set "home=%~dp0"
set "module=mem3d-cli"
set "class=org.mem3d.cli.Mem3d"
set "lean=-Dtorch.lean"
set "headless=true"
set "arguments=%*"
if "%~1"=="view" set "headless=false"
rem A command of some seconds ends before Java's second compiler has paid for its time.
set "compiler="
if "%~1"=="segment" set "compiler=-XX:TieredStopAtLevel=1"
if "%~1"=="demo" set "compiler=-XX:TieredStopAtLevel=1"
if "%~1"=="train" (
  set "module=mem3d-train"
  set "class=org.mem3d.train.TrainMain"
  set "lean="
)
if "%~1"=="bench" (
  set "module=benchmarks"
  set "class=org.mem3d.benchmarks.Bench"
  set "lean="
)
if "%module%"=="mem3d-cli" goto build
rem These are programs of their own, whose arguments follow their name.
set "arguments="
:next
shift
if "%~1"=="" goto build
set arguments=%arguments% %1
goto next

:build
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1 || (
  echo mem3d: no "java" found: install a JDK 17 or newer, or set JAVA_HOME>&2
  exit /b 1
)
set "classpath=%home%%module%\target\classes;%home%%module%\target\lib\*"
set "built=%home%%module%\target\lib"
if "%module%"=="benchmarks" (
  set "classpath=%home%benchmarks\target\benchmarks.jar"
  set "built=%home%benchmarks\target\benchmarks.jar"
)
if exist "%built%" goto run
where mvn >nul 2>&1 || (
  echo mem3d: no "mvn" found: install Maven 3.8 or newer ^(needed to build mem3d once^)>&2
  exit /b 1
)
echo mem3d: building ^(minutes the first time^)>&2
call mvn -q -B -f "%home%pom.xml" -DskipTests -Dspotless.check.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dbench.jar.skip=false %lean% package -pl %module% -am >&2
if errorlevel 1 (
  echo mem3d: the build failed: see above, or run "mvn package" in %home%>&2
  exit /b 1
)

:run
"%java%" -Xms256m %compiler% -XX:+UseParallelGC -Djava.awt.headless=%headless% %MEM3D_JAVA_OPTS% -cp "%classpath%" %class% %arguments%
exit /b %errorlevel%
