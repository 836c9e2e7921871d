const SIGNING_KEY_HEX = '0123456789abcdef0123456789abcdef'

/** What app and engine of a test sign with. A server takes the hex alone. */
export const TEST_INNGEST_KEYS = {
  eventKey: 'test-event-key',
  signingKey: `signkey-test-${SIGNING_KEY_HEX}`,
  signingKeyHex: SIGNING_KEY_HEX,
}
