package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRoutes(t *testing.T) {
	handler := routes(newRooms(Room{"ada", "Ada Lovelace", 4}, Room{"grace", "Grace Hopper", 12}), "testing")
	const (
		nine   = `{"by":"kim","from":"2030-01-02T09:00:00Z","to":"2030-01-02T10:00:00Z"}`
		half   = `{"by":"lee","from":"2030-01-02T09:30:00Z","to":"2030-01-02T10:30:00Z"}`
		ten    = `{"by":"lee","from":"2030-01-02T10:00:00Z","to":"2030-01-02T11:00:00Z"}`
		turned = `{"by":"lee","from":"2030-01-02T12:00:00Z","to":"2030-01-02T11:00:00Z"}`
	)
	steps := []struct {
		name, method, path, send string
		status                   int
		contains                 string
	}{
		{"is healthy", "GET", "/healthz", "", 200, `"ok"`},
		{"names its environment", "GET", "/", "", 200, `"environment":"testing"`},
		{"finds large rooms", "GET", "/rooms?seats=10", "", 200, "Grace Hopper"},
		{"refuses a word for a number", "GET", "/rooms?seats=many", "", 400, "not a number"},
		{"books", "POST", "/rooms/ada/bookings", nine, 201, `"by":"kim"`},
		{"refuses an overlap", "POST", "/rooms/ada/bookings", half, 409, "taken"},
		{"books the next hour", "POST", "/rooms/ada/bookings", ten, 201, `"by":"lee"`},
		{"refuses an end before its start", "POST", "/rooms/ada/bookings", turned, 400, "after from"},
		{"refuses what is not JSON", "POST", "/rooms/ada/bookings", "by kim", 400, "invalid character"},
		{"knows its rooms", "POST", "/rooms/none/bookings", nine, 404, "no such room"},
		{"lists bookings", "GET", "/rooms/ada/bookings", "", 200, "kim"},
		{"knows its pages", "GET", "/nothing", "", 404, "no such page"},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, httptest.NewRequest(step.method, step.path, strings.NewReader(step.send)))
			if answer.Code != step.status || !strings.Contains(answer.Body.String(), step.contains) {
				t.Errorf("got %d %s, want %d with %q", answer.Code, answer.Body, step.status, step.contains)
			}
		})
	}
}

func TestSmallRoomsAreLeftOut(t *testing.T) {
	rooms := newRooms(Room{"ada", "Ada Lovelace", 4}, Room{"grace", "Grace Hopper", 12})
	if found := rooms.WithSeats(5); len(found) != 1 || found[0].ID != "grace" {
		t.Errorf("got %v", found)
	}
}
