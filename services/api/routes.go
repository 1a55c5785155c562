package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

func routes(rooms *Rooms, environment string) *gin.Engine {
	if environment != "development" {
		gin.SetMode(gin.ReleaseMode)
	}
	engine := gin.New()
	engine.Use(gin.Recovery())
	if environment == "development" {
		engine.Use(gin.Logger())
	}
	engine.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	engine.GET("/", func(c *gin.Context) {
		c.JSON(http.StatusOK, gin.H{"service": "api", "environment": environment})
	})
	engine.GET("/rooms", func(c *gin.Context) {
		seats, err := strconv.Atoi(c.DefaultQuery("seats", "0"))
		if err != nil {
			fail(c, http.StatusBadRequest, errors.New("seats is not a number"))
			return
		}
		c.JSON(http.StatusOK, rooms.WithSeats(seats))
	})
	engine.GET("/rooms/:id/bookings", func(c *gin.Context) {
		bookings, err := rooms.Bookings(c.Param("id"))
		if err != nil {
			fail(c, http.StatusNotFound, err)
			return
		}
		c.JSON(http.StatusOK, bookings)
	})
	engine.POST("/rooms/:id/bookings", func(c *gin.Context) {
		// Not ShouldBindJSON: it links every format that gin can bind, 6.5 MB.
		var booking Booking
		err := json.NewDecoder(c.Request.Body).Decode(&booking)
		if err = cmp.Or(err, booking.validate()); err != nil {
			fail(c, http.StatusBadRequest, err)
			return
		}
		booking.Room = c.Param("id")
		switch err := rooms.Book(booking); {
		case errors.Is(err, errUnknownRoom):
			fail(c, http.StatusNotFound, err)
		case err != nil:
			fail(c, http.StatusConflict, err)
		default:
			c.JSON(http.StatusCreated, booking)
		}
	})
	engine.NoRoute(func(c *gin.Context) { fail(c, http.StatusNotFound, errors.New("no such page")) })
	return engine
}

func fail(c *gin.Context, status int, err error) {
	c.JSON(status, gin.H{"error": err.Error()})
}
