/** Requests that a real API gets at most, unless told otherwise. */
export const liveRequestBudget = 60
