package money

import (
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]Amount{"12": 1200, "12.3": 1230, "-0.05": -5, "0.99": 99} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-", ".5", "1.", "1.234", "1,50", "--1", "1e3", "99999999999999999999"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q: got %d", text, got)
		}
	}
}

func TestSplit(t *testing.T) {
	for amount, want := range map[Amount][]Amount{
		1000: {334, 333, 333},
		-5:   {-2, -2, -1},
		2:    {1, 1, 0},
	} {
		if got, err := amount.Split(3); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v", amount, got, err)
		}
	}
	if _, err := Amount(1).Split(0); err == nil {
		t.Error("nobody to share with is an error")
	}
}

func FuzzSplitLosesNothing(f *testing.F) {
	f.Add(int64(1000), 3)
	f.Fuzz(func(t *testing.T, cents int64, ways int) {
		parts, err := Amount(cents).Split(ways)
		if err != nil {
			return
		}
		var sum Amount
		for _, part := range parts {
			sum += part
		}
		if sum != Amount(cents) {
			t.Errorf("%d in %d: %v", cents, ways, parts)
		}
	})
}
