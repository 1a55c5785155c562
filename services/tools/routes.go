// Package tools answers questions about money.
package tools

import (
	"encoding/json"
	"net/http"
	"strconv"

	"example.com/multistage/money"
)

// Routes is the whole service.
func Routes(environment string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"service": "tools", "environment": environment})
	})
	mux.HandleFunc("GET /split/{amount}/{ways}", split)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusNotFound, "no such page")
	})
	return mux
}

func split(w http.ResponseWriter, r *http.Request) {
	amount, err := money.Parse(r.PathValue("amount"))
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	ways, _ := strconv.Atoi(r.PathValue("ways"))
	parts, err := amount.Split(ways)
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	answer(w, http.StatusOK, map[string]any{"amount": amount, "parts": parts})
}

func fail(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]string{"error": message})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
