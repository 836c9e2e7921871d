/** The cookie that tells the server in which timezone its reader's clock is, so that pages come with the right day. */
export const ZONE_COOKIE = 'zone'
