lazy val root = project
  .in(file("."))
  .enablePlugins(PlayScala)
  .settings(
    name := "play",
    version := "1.0.0",
    scalaVersion := "3.3.7",
    scalacOptions ++= Seq("-release", "17", "-Werror"),
    libraryDependencies += "org.scalameta" %% "munit" % "1.3.0" % Test,
    Compile / packageSrc / publishArtifact := false,
  )
