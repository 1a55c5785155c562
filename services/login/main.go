// Command login hands out tokens over gRPC.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	environment := cmp.Or(os.Getenv("APP_ENV"), "production")
	listener, err := net.Listen("tcp", ":"+cmp.Or(os.Getenv("PORT"), "9090"))
	if err != nil {
		log.Fatal(err)
	}
	demo, err := hash("demo", "demo")
	if err != nil {
		log.Fatal(err)
	}
	// Without TOKEN_KEY a restart forgets every token.
	key := cmp.Or(os.Getenv("TOKEN_KEY"), rand.Text())
	login := &Login{
		users:  map[string][]byte{"demo": demo},
		tokens: Tokens{key: []byte(key), lifetime: time.Hour, now: time.Now},
	}
	server, healthy := newServer(login, environment)
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	go func() {
		<-stop.Done()
		healthy.Shutdown()
		time.AfterFunc(10*time.Second, server.Stop)
		server.GracefulStop()
	}()
	log.Printf("login (%s) listens on %s", environment, listener.Addr())
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}
