/** How zod says it by itself. No message of ours to anybody outside does. */
export const ZODS_WORDS = /^Invalid |\bexpected\b |\breceived\b |^Too (?:small|big)|^Unrecognized|^Required/
