const SIGNING_KEY_HEX = '0123456789abcdef0123456789abcdef'

/** The keys with which app and engine sign in tests. An Inngest server takes the signing key as hex alone. */
export const TEST_INNGEST_KEYS = {
  eventKey: 'test-event-key',
  signingKey: `signkey-test-${SIGNING_KEY_HEX}`,
  signingKeyHex: SIGNING_KEY_HEX,
}
