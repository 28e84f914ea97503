/**
 * How much the scorecard forgives, in one place. Every number errs on the client's side: what a careful client, or several of them under
 * one credential, may do by accident is no finding.
 */

/** Equal requests from which on it is a loop: two or three can be as many runs or users of one credential. */
export const loopRequests = 5
/** The time in which these are a loop. */
export const loopMs = 1_000

/** A timer may fire a moment early, and both clocks are rounded to milliseconds. */
export const retryAfterSlackMs = 100
/** Two clocks that run alike differ by less between two requests. */
export const clockGrainMs = 2
/** Another request so soon after a 429 can have been on its way already. */
export const inFlightMs = 500

/**
 * Two retries within this time are no backing off. One retry at once is common (urllib3), full jitter may come close to 0 once, but hardly
 * twice; the official clients wait 0.5 s, then twice as long, less a quarter at most.
 */
export const atOnceMs = 100
/** So many tries of one request are enough, unless they come slowly. */
export const mostTries = 10
/** Seldom enough to go on for ever. */
export const slowGapMs = 1_000

/** Refusals of one request in a row from which on it is a habit, and the time in which they count. */
export const refusedTries = 5
export const refusedMs = 60_000

/** A token may be renewed so long before its end: a minute, or a quarter of its life. */
export const renewalMarginMs = 60_000
export const renewalMarginShare = 0.25
/** Tries of one request with a token that was refused, the first one included. */
export const refusedTokenTries = 3

/** Walks of one tenant under way at the same time that are distinguished; older ones do not come back. */
export const walksToldApart = 20
/** From so many on which request belongs to which walk is a guess: half of those, since a guess can end a walk before its time. */
export const crowdWalks = 10
