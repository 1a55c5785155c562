package main

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"example.com/multistage/login/loginpb"
)

const reflectionName = "grpc.reflection.v1.ServerReflection"

func start(t *testing.T, now func() time.Time) *grpc.ClientConn {
	t.Helper()
	kim, err := hash("kim", "secret")
	if err != nil {
		t.Fatal(err)
	}
	login := &Login{users: map[string][]byte{"kim": kim}, tokens: Tokens{[]byte("key"), time.Hour, now}}
	server, _ := newServer(login, "testing")
	listener := bufconn.Listen(1 << 16)
	go server.Serve(listener)
	t.Cleanup(server.Stop)
	dial := func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }
	connection, err := grpc.NewClient("passthrough:test", grpc.WithContextDialer(dial),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}

func TestSignIn(t *testing.T) {
	now := time.Now()
	client := loginpb.NewLoginClient(start(t, func() time.Time { return now }))
	token, err := client.SignIn(t.Context(), &loginpb.SignInRequest{Name: "kim", Password: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if user, err := client.WhoAmI(t.Context(), token); err != nil || user.GetName() != "kim" {
		t.Errorf("got %v, %v", user, err)
	}
	now = now.Add(time.Hour)
	if _, err := client.WhoAmI(t.Context(), token); status.Code(err) != codes.Unauthenticated {
		t.Errorf("an old token: got %v", err)
	}
}

func TestRefuses(t *testing.T) {
	client := loginpb.NewLoginClient(start(t, time.Now))
	for _, in := range []*loginpb.SignInRequest{{Name: "kim", Password: "wrong"}, {Name: "lee", Password: "secret"}, {}} {
		if _, err := client.SignIn(t.Context(), in); status.Code(err) != codes.Unauthenticated {
			t.Errorf("%v: got %v", in, err)
		}
	}
	for _, token := range []string{"", "x.y", encode([]byte("\xff\xff\xff\xff\xff\xff\xff\xffkim")) + "." + encode([]byte("forged"))} {
		if _, err := client.WhoAmI(t.Context(), &loginpb.Token{Value: token}); status.Code(err) != codes.Unauthenticated {
			t.Errorf("%q: got %v", token, err)
		}
	}
}

func TestHealth(t *testing.T) {
	client := grpc_health_v1.NewHealthClient(start(t, time.Now))
	answer, err := client.Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || answer.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("got %v, %v", answer, err)
	}
}

func TestReflectionStaysOutOfProduction(t *testing.T) {
	for environment, want := range map[string]bool{"production": false, "development": true} {
		server, _ := newServer(&Login{}, environment)
		names := make([]string, 0)
		for name := range server.GetServiceInfo() {
			names = append(names, name)
		}
		if slices.Contains(names, reflectionName) != want {
			t.Errorf("%s: got %v", environment, names)
		}
	}
}
