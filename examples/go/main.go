// What a module in Go does with multistage.
package main

type Examples struct{}
