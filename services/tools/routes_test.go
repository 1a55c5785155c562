package tools

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRoutes(t *testing.T) {
	for path, want := range map[string]struct {
		status   int
		contains string
	}{
		"/healthz":         {200, `"status":"ok"`},
		"/":                {200, `"environment":"testing"`},
		"/split/10.00/3":   {200, `"parts":["3.34","3.33","3.33"]`},
		"/split/ten/3":     {400, "12.34"},
		"/split/10.00/0":   {400, "1000 ways"},
		"/split/10.00/two": {400, "1000 ways"},
		"/nothing":         {404, "no such page"},
	} {
		t.Run(path, func(t *testing.T) {
			answer := httptest.NewRecorder()
			Routes("testing").ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
			if answer.Code != want.status || !strings.Contains(answer.Body.String(), want.contains) {
				t.Errorf("got %d %s", answer.Code, answer.Body)
			}
		})
	}
}
