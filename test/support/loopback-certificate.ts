/**
 * FOR TESTS ONLY: everybody knows this key. Servers of tests on this machine use it as `localhost`, `pictures.test`,
 * `elsewhere.test`, 127.0.0.1 and ::1; nothing but a test trusts it. Valid from 2020 to 2120.
 *
 * Made with `openssl ca -selfsign` from a prime256v1 key; Node can make keys, but no certificates.
 */
export const loopbackKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2CKreH9Mi53x9AwP
mn4X84jxtYdM4Vl19VaSz3YWMGihRANCAASRc8F1msNScOQy5XQ3bYX6gQhwRJ7x
WrjKLgZjaByUOwdNevqqgILhJUlKgjn7rMlgMcjUYO+aYWSpNq4F/ioJ
-----END PRIVATE KEY-----`

/** The certificate of that key, which is its own authority. */
export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIB5jCCAYygAwIBAgIBATAKBggqhkjOPQQDAjAyMTAwLgYDVQQDDCdhdmF0YXJj
dGwgdGVzdHMgb25seSwgbm90IHRvIGJlIHRydXN0ZWQwIBcNMjAwMTAxMDAwMDAw
WhgPMjEyMDAxMDEwMDAwMDBaMDIxMDAuBgNVBAMMJ2F2YXRhcmN0bCB0ZXN0cyBv
bmx5LCBub3QgdG8gYmUgdHJ1c3RlZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BJFzwXWaw1Jw5DLldDdthfqBCHBEnvFauMouBmNoHJQ7B016+qqAguElSUqCOfus
yWAxyNRg75phZKk2rgX+KgmjgZAwgY0wDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8B
Af8EBAMCAoQwSwYDVR0RBEQwQoIJbG9jYWxob3N0gg1waWN0dXJlcy50ZXN0gg5l
bHNld2hlcmUudGVzdIcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAdBgNVHQ4EFgQU
eSNZ17oB/zcYY1WnWy3q37X8GpQwCgYIKoZIzj0EAwIDSAAwRQIgdwJU6bSdrcKX
WN7VOtmIo3vwEflyOCbYIpAYnnmeN6kCIQCBKcLSNITWMlHqweQqcSlTM/PbohQo
OjDwJ8ZUF/y3+Q==
-----END CERTIFICATE-----`
