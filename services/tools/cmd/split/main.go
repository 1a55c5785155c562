// Command split shares an amount out on the command line.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"

	"example.com/multistage/money"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: split <amount> <ways>")
	}
	amount, err := money.Parse(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	ways, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(money.ErrWays)
	}
	parts, err := amount.Split(ways)
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range parts {
		fmt.Println(part)
	}
}
