// Package money counts in cents, so that none is lost.
package money

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

var (
	ErrAmount = errors.New("an amount looks like 12.34")
	ErrWays   = errors.New("an amount is split 1 to 1000 ways")
)

// Amount is money in cents.
type Amount int64

// Parse reads "12", "12.3" and "-12.34".
func Parse(text string) (Amount, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, dotted := strings.Cut(digits, ".")
	if !isDigits(whole) || dotted && (!isDigits(part) || len(part) > 2) {
		return 0, ErrAmount
	}
	units, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || units > math.MaxInt64/100-1 {
		return 0, ErrAmount
	}
	cents, _ := strconv.ParseInt((part + "00")[:2], 10, 64)
	amount := Amount(units*100 + cents)
	if negative {
		amount = -amount
	}
	return amount, nil
}

func (a Amount) String() string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	return fmt.Sprintf("%s%d.%02d", sign, a/100, a%100)
}

// MarshalText makes an amount a string in JSON, where a number would be a float.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Split shares an amount out: the parts add up to it and differ by a cent at most.
func (a Amount) Split(ways int) ([]Amount, error) {
	if ways < 1 || ways > 1000 {
		return nil, ErrWays
	}
	share, rest, cent := a/Amount(ways), a%Amount(ways), Amount(1)
	if rest < 0 {
		rest, cent = -rest, -1
	}
	parts := make([]Amount, ways)
	for i := range parts {
		parts[i] = share
		if Amount(i) < rest {
			parts[i] += cent
		}
	}
	return parts, nil
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
