/** Words of zod's own messages. No message that we send to anybody outside may match. */
export const ZODS_WORDS = /^Invalid |\bexpected\b |\breceived\b |^Too (?:small|big)|^Unrecognized|^Required/
