package main

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/status"

	"example.com/multistage/login/loginpb"
)

// Login knows users by name, with the hash of their password.
type Login struct {
	loginpb.UnimplementedLoginServer
	users  map[string][]byte
	tokens Tokens
}

// SignIn spends the same time on names that it doesn't know.
func (l *Login) SignIn(_ context.Context, in *loginpb.SignInRequest) (*loginpb.Token, error) {
	known, found := l.users[in.GetName()]
	given, err := hash(in.GetName(), in.GetPassword())
	if err != nil {
		return nil, status.Error(codes.Internal, "hashing failed")
	}
	if subtle.ConstantTimeCompare(known, given) != 1 || !found {
		return nil, status.Error(codes.Unauthenticated, "wrong name or password")
	}
	return &loginpb.Token{Value: l.tokens.Issue(in.GetName())}, nil
}

func (l *Login) WhoAmI(_ context.Context, in *loginpb.Token) (*loginpb.User, error) {
	name, err := l.tokens.Name(in.GetValue())
	if err != nil {
		return nil, status.Error(codes.Unauthenticated, err.Error())
	}
	return &loginpb.User{Name: name}, nil
}

func hash(name, password string) ([]byte, error) {
	return pbkdf2.Key(sha256.New, password, []byte(name), 100_000, sha256.Size)
}

func newServer(login *Login, environment string) (*grpc.Server, *health.Server) {
	server, healthy := grpc.NewServer(), health.NewServer()
	loginpb.RegisterLoginServer(server, login)
	grpc_health_v1.RegisterHealthServer(server, healthy)
	if environment != "production" {
		reflection.Register(server)
	}
	return server, healthy
}
