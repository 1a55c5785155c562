// Command server answers questions about money over HTTP.
package main

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/multistage/tools"
)

func main() {
	environment := cmp.Or(os.Getenv("APP_ENV"), "production")
	server := &http.Server{
		Addr:              ":" + cmp.Or(os.Getenv("PORT"), "8091"),
		Handler:           tools.Routes(environment),
		ReadHeaderTimeout: 5 * time.Second,
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-stop.Done()
		patience, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(patience); err != nil {
			log.Print("stopping: ", err)
		}
	}()
	log.Printf("tools (%s) listens on %s", environment, server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	<-stopped
}
