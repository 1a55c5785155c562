package main

import (
	"errors"
	"slices"
	"sync"
	"time"
)

var (
	errUnknownRoom = errors.New("no such room")
	errTaken       = errors.New("room is taken at that time")
)

// Room is a meeting room that can be booked.
type Room struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Seats int    `json:"seats"`
}

// Booking holds a room from From up to, but not including, To.
type Booking struct {
	Room string    `json:"room"`
	By   string    `json:"by"`
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

func (b Booking) validate() error {
	if b.By == "" || b.From.IsZero() {
		return errors.New("by and from are needed")
	}
	if !b.To.After(b.From) {
		return errors.New("to must be after from")
	}
	return nil
}

// Rooms keeps rooms and their bookings in memory.
type Rooms struct {
	mu       sync.RWMutex
	rooms    []Room
	bookings map[string][]Booking
}

func newRooms(rooms ...Room) *Rooms {
	return &Rooms{rooms: rooms, bookings: map[string][]Booking{}}
}

// WithSeats returns the rooms that seat at least seats people.
func (r *Rooms) WithSeats(seats int) []Room {
	found := []Room{}
	for _, room := range r.rooms {
		if room.Seats >= seats {
			found = append(found, room)
		}
	}
	return found
}

// Bookings returns a room's bookings, earliest first.
func (r *Rooms) Bookings(id string) ([]Booking, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if !r.has(id) {
		return nil, errUnknownRoom
	}
	return append([]Booking{}, r.bookings[id]...), nil
}

// Book refuses a booking that overlaps another of the same room.
func (r *Rooms) Book(b Booking) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.has(b.Room) {
		return errUnknownRoom
	}
	for _, other := range r.bookings[b.Room] {
		if b.From.Before(other.To) && other.From.Before(b.To) {
			return errTaken
		}
	}
	booked := append(r.bookings[b.Room], b)
	slices.SortFunc(booked, func(a, b Booking) int { return a.From.Compare(b.From) })
	r.bookings[b.Room] = booked
	return nil
}

func (r *Rooms) has(id string) bool {
	return slices.ContainsFunc(r.rooms, func(room Room) bool { return room.ID == id })
}
