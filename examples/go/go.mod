module dagger/examples

go 1.25.0
