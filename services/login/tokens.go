package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"time"
)

var errToken = errors.New("token is forged or too old")

// Tokens signs names, so that no token has to be kept.
type Tokens struct {
	key      []byte
	lifetime time.Duration
	now      func() time.Time
}

// Issue returns expiry, name and signature as text.
func (t Tokens) Issue(name string) string {
	expiry := binary.BigEndian.AppendUint64(nil, uint64(t.now().Add(t.lifetime).Unix()))
	payload := append(expiry, name...)
	return encode(payload) + "." + encode(t.sign(payload))
}

// Name returns whom a token was issued to.
func (t Tokens) Name(token string) (string, error) {
	text, signature, _ := strings.Cut(token, ".")
	payload, err := decode(text)
	if err != nil || len(payload) < 8 {
		return "", errToken
	}
	signed, err := decode(signature)
	if err != nil || !hmac.Equal(signed, t.sign(payload)) {
		return "", errToken
	}
	if expiry := binary.BigEndian.Uint64(payload); uint64(t.now().Unix()) >= expiry {
		return "", errToken
	}
	return string(payload[8:]), nil
}

func (t Tokens) sign(payload []byte) []byte {
	mac := hmac.New(sha256.New, t.key)
	mac.Write(payload)
	return mac.Sum(nil)
}

func encode(data []byte) string          { return base64.RawURLEncoding.EncodeToString(data) }
func decode(text string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(text) }
