/** The longest text that is searched for. Apart from the schema, so that the page loads nothing else with it. */
export const SEARCH_TEXT_LENGTH_MAX = 200
